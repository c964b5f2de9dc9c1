//! The words about files.

base::words! {
    /// The words about files.
    pub(super) struct T;
    help(most: usize): "写真(JPEG・PNG)、PDF、Excel、Word、テキストを1つ、{most}MBまで。", "One photo (JPEG, PNG), PDF, Excel, Word or text file, up to {most} MB.";
    too_large(most: usize): "ファイルは{most}MBまでです。小さくするか、分けてからお送りください。", "A file may have up to {most} MB. Make it smaller or split it.";
    runs: "プログラムを含むファイルは、お預かりできません。PDFか写真にしてお送りください。", "Files that hold a program cannot be taken. Send a PDF or a picture instead.";
    two_in_one: "種類の違う内容が混ざったファイルです。PDFか写真として保存し直してください。", "This file is two kinds at once. Save it again as a PDF or a picture.";
    unknown: "この種類のファイルは、お預かりできません。PDFか写真にしてお送りください。", "Files of this kind cannot be taken. Send a PDF or a picture instead.";
    damaged: "ファイルが途中で切れているようです。保存し直して、もう一度お送りください。", "The file seems cut off. Save it again and send it once more.";
}

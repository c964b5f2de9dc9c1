//! The demo's signals: what the rules find in the stories that were played, as they would have found it this morning.

use anyhow::Result;

use crate::signal;
use crate::web::App;

/// Looks at every case once, at the present moment.
pub(super) async fn play(app: &App) -> Result<()> {
    let raised = signal::look(app).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    anyhow::ensure!(raised >= 4, "the stories of the demo raise only {raised} signals");
    Ok(())
}

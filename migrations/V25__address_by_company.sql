-- The addresses of a company's contacts, asked for on every page of its cases.
create index address_by_company on address (institution_id, company_id);

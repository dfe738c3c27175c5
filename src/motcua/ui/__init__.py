"""Parts of a page that know no domain: icons, badges, fields, charts, pages and rows of lists."""

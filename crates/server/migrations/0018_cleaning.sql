-- A file may be named after somebody: an import keeps a neutral name from here on.
UPDATE imports SET file = '';
-- More is removed from files than before: those that are stored are looked at once more.
UPDATE attachments SET cleaned = 0 WHERE cleaned = 1;

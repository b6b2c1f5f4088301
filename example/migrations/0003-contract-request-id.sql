-- Contract, a release later: no version that runs knows the old column, nor the one that a rollback would bring back.
ALTER TABLE orders DROP COLUMN request_id;

-- Expand: request_id gets a better name. Versions that don't know the new column go on writing the old one; the version
-- that comes with this file writes and reads the new one, and takes what is missing there for nothing.
ALTER TABLE orders ADD COLUMN correlation_id text DEFAULT '';

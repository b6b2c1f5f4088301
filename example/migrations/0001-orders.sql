CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    idempotency_key text NOT NULL UNIQUE,
    item text NOT NULL,
    quantity integer NOT NULL,
    unit_cents integer NOT NULL,
    total_cents bigint NOT NULL GENERATED ALWAYS AS (quantity::bigint * unit_cents) STORED,
    request_id text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    queued_at timestamptz
);
CREATE INDEX orders_unqueued ON orders (created_at) WHERE queued_at IS NULL;

CREATE TABLE ledger (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    order_id uuid NOT NULL REFERENCES orders,
    account text NOT NULL CHECK (account IN ('customers', 'sales')),
    cents bigint NOT NULL,
    UNIQUE (order_id, account)
);

CREATE TABLE shipments (
    order_id uuid PRIMARY KEY REFERENCES orders,
    shipped_at timestamptz NOT NULL DEFAULT now()
);

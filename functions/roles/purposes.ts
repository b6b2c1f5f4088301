/**
 * Who may do what in the database. A purpose is a group, which has the rights and can't sign in, and two users that take
 * turns: while one is in use, the other gets the next password (Secrets Manager's User Guide, "Alternating users").
 *
 * | purpose     | may                                                          | may not                             |
 * | ----------- | ------------------------------------------------------------ | ----------------------------------- |
 * | application | read and write rows, use sequences, call functions           | change or empty tables, see pooler  |
 * | migrator    | own schemas and all in them, make schemas, temporary tables  | see pooler, make roles              |
 * | reporter    | read tables, in read-only sessions                           | write, call functions               |
 * | checker     | the same, all tables, the ledger, and amcheck's functions    | write                               |
 * | pooler      | call pooler.lookup(text)                                     | anything else                       |
 * | witness     | read all tables, write the ledger, have tables watched       | write to tables, see pooler         |
 * | (keepers)   | own the schemas pooler and airworthy; nobody signs in so     |                                     |
 * | (PUBLIC)    | nothing: no CONNECT, no TEMPORARY, no CREATE in any schema   |                                     |
 * | (master)    | make roles and set passwords: this function alone signs in   | read password hashes: RDS forbids it |
 */
export interface Purpose {
    /** Settings of every session of its users; a session may change its own, rights are what holds. */
    settings: Record<string, string>;
    /** Whether PgBouncer may look its users up. */
    isPooled: boolean;
    /** What it may do with the rows of tables that the migrator owns. */
    rows: string;
    /** What it may do with sequences. */
    sequences: string;
}

// Shorter than what waits behind the lock can bear: a migration that does not get it tries again.
const lockTimeout = "3s";
const readOnly = { default_transaction_read_only: "on", lock_timeout: lockTimeout };

export const PURPOSES = {
    application: {
        settings: {},
        isPooled: true,
        rows: "SELECT, INSERT, UPDATE, DELETE",
        sequences: "USAGE, SELECT",
    },
    migrator: {
        // What its users make belongs to the group, so that the other user can change it.
        settings: {
            role: "migrator",
            statement_timeout: "15min",
            lock_timeout: lockTimeout,
            idle_in_transaction_session_timeout: "5min",
        },
        isPooled: false,
        rows: "",
        sequences: "",
    },
    reporter: {
        settings: { ...readOnly, statement_timeout: "5min" },
        isPooled: true,
        rows: "SELECT",
        sequences: "SELECT",
    },
    checker: {
        settings: { ...readOnly, statement_timeout: "1h" },
        isPooled: false,
        rows: "SELECT",
        sequences: "SELECT",
    },
    pooler: {
        settings: { ...readOnly, statement_timeout: "2s" },
        isPooled: false,
        rows: "",
        sequences: "",
    },
} satisfies Record<string, Purpose>;

export type PurposeName = keyof typeof PURPOSES;
export const purposeNames = Object.keys(PURPOSES) as PurposeName[];

/**
 * The groups: one for each purpose, and that of the function that writes the manifest. `pg_read_all_data` would be less
 * to say, and would let it read the pooler's passwords.
 */
export const GROUPS = {
    ...PURPOSES,
    witness: {
        settings: {
            statement_timeout: "30s",
            lock_timeout: "500ms",
            // A function that is stopped half-way says nothing: its query ends, and its lock goes to the next.
            client_connection_check_interval: "2s",
        },
        isPooled: false,
        rows: "SELECT",
        sequences: "SELECT",
    },
} satisfies Record<string, Purpose>;

type GroupName = keyof typeof GROUPS;
export const groupNames = Object.keys(GROUPS) as GroupName[];

/** Users that sign in with a token of IAM and have no password, so that there is none to keep or to rotate. */
const iamUsers: Partial<Record<GroupName, string>> = {
    witness: "witness_iam",
    checker: "checker_iam",
    reporter: "reporter_iam",
    migrator: "migrator_iam",
};
export const IAM_USERS = Object.values(iamUsers);
/** What RDS asks a token of; a role of RDS, and of no other server (RDS User Guide, "Creating a database account"). */
export const IAM = "rds_iam";

/** Owns what the pooler looks up. The function runs with its rights, which are fewer than the master's. */
export const KEEPER = "pooler_keeper";
/** Owns the ledger of the backups, and what writes to it in other people's transactions. */
export const LEDGER_KEEPER = "ledger_keeper";

/** Everyone who signs in with the rights of a group. */
export function membersOf(group: GroupName): string[] {
    const { [group]: user } = iamUsers;
    const turns = purposeNames.flatMap((purpose) => (purpose === group ? usersOf(purpose) : []));
    return user === undefined ? turns : [...turns, user];
}

export function usersOf(purpose: PurposeName): [string, string] {
    return [`${purpose}_a`, `${purpose}_b`];
}

/** The user whose turn comes after this one's. */
export function otherUser(purpose: PurposeName, user: string): string {
    const [a, b] = usersOf(purpose);
    if (user === a) return b;
    if (user === b) return a;
    throw new Error(`The secret of ${purpose} is for ${JSON.stringify(user)}; use ${a} or ${b}.`);
}

/** What a tier makes of the parts whose size sets the bill. */
export interface Tier {
    network: {
        /** "Single" leaves the other zones without a way out when its zone fails; "OnePerAz" costs one gateway a zone. */
        natStrategy: "Single" | "OnePerAz";
    };
    database: {
        /** Instance class without `db.`. Its memory sets how many connections there can be. */
        instance: string;
        /**
         * Gigabytes (GiB) to start with. Raised later, a database that was made empty has it after its next maintenance
         * window, if that is a tenth more than it has by then; a restored one has its source's. It never shrinks.
         */
        storageGb: number;
        /** Gigabytes (GiB) that it may grow to by itself. */
        maxStorageGb: number;
        /** Copies for reads that may be some seconds old. Each costs what an instance of the class costs in one zone. */
        replicas: number;
    };
    guards: {
        /** Features of GuardDuty besides its foundation. */
        watches: string[];
        /** What Inspector scans: "ECR" for images, "LAMBDA" for functions. */
        inspects: string[];
        /** Standards that Security Hub holds the account against. With one, AWS Config records every change, and is paid by it. */
        standards: string[];
    };
    /** Days that the nightly snapshots are kept, at least 7. */
    vault: { keepDays: number };
    /** Days that their copies in another region are kept, at least 7. */
    copies: { keepDays: number };
    cache: {
        /** Node type without `cache.`. Its memory is what the cache holds. */
        node: string;
        /** Nodes. At least 2, so that one can fail. */
        nodes: number;
    };
    service: {
        /** CPU units of a task; 1024 are one vCPU. */
        cpu: number;
        /** Memory of a task in MiB, in a pair with `cpu` that Fargate offers. */
        memory: number;
        /** Tasks that always run. At least 2, so that one can fail. */
        minTasks: number;
        /** Tasks that a busy hour may reach. */
        maxTasks: number;
        /** Requests a minute that one task is to serve before more start. */
        requestsPerTask: number;
    };
    worker: {
        /** CPU units of a worker; 1024 are one vCPU. */
        cpu: number;
        /** Memory of a worker in MiB, in a pair with `cpu` that Fargate offers. */
        memory: number;
        /** Workers that always run. At least 2, so that one can fail. */
        minTasks: number;
        /** Workers that a backlog may reach. */
        maxTasks: number;
    };
    pool: {
        /** Connections to the poolers that one task of the service may open; it is told by DATABASE_POOL_SIZE. */
        connectionsPerTask: number;
        /** Connections to the database that one pooler may open for one user. */
        poolSize: number;
        /** The same for reads that may be some seconds old, on all replicas together; or on the database itself. */
        readerPoolSize: number;
    };
    poolers: {
        /** CPU units of a pooler; PgBouncer runs on one core, so more than 1024 are for nothing. */
        cpu: number;
        /** Memory of a pooler in MiB, in a pair with `cpu` that Fargate offers. */
        memory: number;
        /** Poolers that always run. At least 2, so that one can fail. */
        minTasks: number;
        /** Poolers that a busy hour may reach. */
        maxTasks: number;
    };
}

/**
 * The sizing table: where an environment starts, by the number of its users. The bounds between tiers are those of the
 * readiness criterion SCA-05. The sizes are starting points and not measurements: each tier has at least double the one
 * before it, tasks grow before databases do because that needs no failover, and the launch test says what to change.
 */
export const tiers = {
    /** Under 10 K users. Burstable, and one gateway: what AWS itself needs goes through endpoints in every zone. docs/cheapest-mvp.md. */
    mvp: {
        network: { natStrategy: "Single" },
        database: { instance: "t4g.medium", storageGb: 50, maxStorageGb: 200, replicas: 0 },
        // Neither Inspector nor Config and Security Hub: they cost by what there is, and this tier is there to cost little.
        guards: { watches: ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"], inspects: [], standards: [] },
        vault: { keepDays: 35 },
        copies: { keepDays: 14 },
        cache: { node: "t4g.small", nodes: 2 },
        service: { cpu: 512, memory: 1024, minTasks: 2, maxTasks: 6, requestsPerTask: 600 },
        worker: { cpu: 256, memory: 512, minTasks: 2, maxTasks: 4 },
        pool: { connectionsPerTask: 20, poolSize: 17, readerPoolSize: 3 },
        poolers: { cpu: 256, memory: 512, minTasks: 2, maxTasks: 3 },
    },
    /** 10 K to 100 K users. Steady instead of burstable; a lost zone takes nothing from the others. */
    growth: {
        network: { natStrategy: "OnePerAz" },
        database: { instance: "m7g.large", storageGb: 100, maxStorageGb: 1000, replicas: 1 },
        guards: {
            watches: ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"],
            inspects: ["ECR", "LAMBDA"],
            standards: ["aws-foundational-security-best-practices/v/1.0.0"],
        },
        vault: { keepDays: 90 },
        copies: { keepDays: 35 },
        cache: { node: "m7g.large", nodes: 2 },
        service: { cpu: 1024, memory: 2048, minTasks: 3, maxTasks: 20, requestsPerTask: 1200 },
        worker: { cpu: 512, memory: 1024, minTasks: 2, maxTasks: 10 },
        pool: { connectionsPerTask: 20, poolSize: 25, readerPoolSize: 10 },
        poolers: { cpu: 512, memory: 1024, minTasks: 2, maxTasks: 4 },
    },
    /** Over 100 K users. Memory for the database's working set, and room to scale out. */
    scale: {
        network: { natStrategy: "OnePerAz" },
        database: { instance: "r7g.xlarge", storageGb: 500, maxStorageGb: 5000, replicas: 2 },
        guards: {
            watches: ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"],
            inspects: ["ECR", "LAMBDA"],
            standards: ["aws-foundational-security-best-practices/v/1.0.0"],
        },
        vault: { keepDays: 365 },
        copies: { keepDays: 90 },
        cache: { node: "r7g.xlarge", nodes: 3 },
        service: { cpu: 2048, memory: 4096, minTasks: 6, maxTasks: 60, requestsPerTask: 2400 },
        worker: { cpu: 1024, memory: 2048, minTasks: 3, maxTasks: 30 },
        pool: { connectionsPerTask: 20, poolSize: 57, readerPoolSize: 20 },
        poolers: { cpu: 1024, memory: 2048, minTasks: 2, maxTasks: 8 },
    },
} satisfies Record<string, Tier>;

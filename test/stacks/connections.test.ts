import assert from "node:assert/strict";
import fc from "fast-check";
import { connectionLimit, pooledConnections, type Clients, type Poolers } from "../../stacks/connections.ts";
import { tiers } from "../../stacks/tiers.ts";

type Plan = Clients & Poolers;

/** Instance classes, each with more memory than the one before it. */
const classes = [
    "t4g.micro",
    "t4g.small",
    "t4g.medium",
    "m7g.large",
    "r7g.large",
    "m7g.2xlarge",
    "r7g.16xlarge",
];
const most = { maxTasks: 300, connectionsPerTask: 40, maxPoolers: 20, poolSize: 200, readerPoolSize: 60 };
const mostWorkers = { maxWorkers: 200, connectionsPerWorker: 20 };

const plans: fc.Arbitrary<Plan> = fc.record({
    instance: fc.constantFrom(...classes),
    maxTasks: fc.integer({ min: 1, max: most.maxTasks }),
    connectionsPerTask: fc.integer({ min: 1, max: most.connectionsPerTask }),
    maxWorkers: fc.integer({ min: 0, max: mostWorkers.maxWorkers }),
    connectionsPerWorker: fc.integer({ min: 1, max: mostWorkers.connectionsPerWorker }),
    maxPoolers: fc.integer({ min: 2, max: most.maxPoolers }),
    poolSize: fc.integer({ min: 1, max: most.poolSize }),
    readerPoolSize: fc.integer({ min: 1, max: most.readerPoolSize }),
});

function accepts(plan: Plan): boolean {
    try {
        pooledConnections(plan);
        return true;
    } catch (error) {
        assert.match((error as Error).message, /^Too many /);
        return false;
    }
}

const good: Plan = {
    instance: "m7g.large",
    maxTasks: 20,
    connectionsPerTask: 10,
    ...{ maxWorkers: 5, connectionsPerWorker: 8 },
    maxPoolers: 3,
    poolSize: 40,
    readerPoolSize: 7,
};

describe("the connection budget", () => {
    it("plans for three quarters of what the database has, and lets one pooler alone take every client", () => {
        let accepted = 0;
        fc.assert(
            fc.property(plans, (plan) => {
                if (!accepts(plan)) return;
                accepted++;
                const told = pooledConnections(plan);
                const { maxDbConnections, defaultPoolSize, maxLookups, maxClientConn, openFiles } = told;
                const each = maxDbConnections + told.maxReaderConnections;
                assert.ok(plan.maxPoolers * 2 * each <= 0.75 * connectionLimit(plan.instance));
                assert.equal(told.maxReaderConnections, 2 * told.readerPoolSize);
                assert.ok(
                    2 * defaultPoolSize + maxLookups <= maxDbConnections,
                    "both users and the look-ups",
                );
                const workers = plan.maxWorkers * plan.connectionsPerWorker;
                assert.ok(maxClientConn >= 2 * (plan.maxTasks * plan.connectionsPerTask + workers));
                assert.ok(openFiles > maxClientConn + each && openFiles <= 65_535);
            }),
            { numRuns: 2000 },
        );
        assert.ok(accepted > 100, `only ${accepted} plans were accepted`);
    });

    it(`accepts less wherever it accepts more, and a larger instance wherever a smaller will do`, () => {
        let accepted = 0;
        const keys = fc.constantFrom(
            ...([
                "maxTasks",
                "connectionsPerTask",
                "maxWorkers",
                "connectionsPerWorker",
                "maxPoolers",
                "poolSize",
                "readerPoolSize",
                "instance",
            ] as const),
        );
        fc.assert(
            fc.property(plans, keys, (plan, key) => {
                if (!accepts(plan)) return;
                accepted++;
                const easier =
                    key === "instance"
                        ? (classes[classes.indexOf(plan.instance) + 1] ?? plan.instance)
                        : Math.max({ maxPoolers: 2, maxWorkers: 0 }[key as string] ?? 1, plan[key] - 1);
                assert.ok(accepts({ ...plan, [key]: easier }), key);
            }),
            { numRuns: 2000 },
        );
        assert.ok(accepted > 100, `only ${accepted} plans were accepted`);
    });

    it("refuses 9,000 possible connections on a database of 5,000, and shows the sum", () => {
        const plan = {
            instance: "r7g.16xlarge",
            maxTasks: 60,
            connectionsPerTask: 10,
            ...{ maxWorkers: 30, connectionsPerWorker: 10 },
            maxPoolers: 15,
            poolSize: 129,
            readerPoolSize: 20,
        };
        assert.equal(connectionLimit(plan.instance), 5000);
        assert.throws(() => pooledConnections(plan), {
            message: [
                "Too many connections to the database: 9019 of 3738.",
                "     5000  max_connections of db.r7g.16xlarge, at the least",
                "       -3  superuser_reserved_connections",
                "       -2  rds.rds_superuser_reserved_connections",
                "      -10  RDS's own sessions, which no document counts",
                "     3738  75 % of that may be planned for",
                "     7800  15 poolers x 2 revisions x (2 users x 129 + 2 lookups)",
                "     1200  15 poolers x 2 revisions x 2 users x 20 to read",
                "        2  migrations",
                "        4  reports",
                "        2  the rotation and repair of roles",
                "        2  the check of a restore",
                "        3  heartbeats and manifests",
                "        6  people, 3 to read and 3 to write",
                "     9019  wanted in all",
                "Use a larger instance, or lower maxPoolers, poolSize or readerPoolSize.",
            ].join("\n"),
        });
    });

    it("refuses more clients than a container on Fargate can open files for", () => {
        const plan = { ...good, maxTasks: 400, connectionsPerTask: 82 };
        assert.throws(() => pooledConnections(plan), /Too many open files of one pooler: 65840 of 65535\./);
    });

    it("tells a pooler its numbers", () => {
        assert.deepEqual(pooledConnections(good), {
            defaultPoolSize: 40,
            maxDbConnections: 82,
            readerPoolSize: 7,
            maxReaderConnections: 14,
            maxLookups: 2,
            maxClientConn: 480,
            openFiles: 640,
        });
    });

    it("counts on fewer connections than any server of that memory has been seen to have", () => {
        // The same source as in the component; r4.large, with 15.25 GiB, had 1660 where 16 GiB are counted on here.
        const seen: Record<string, number> = { "t3.small": 198, "t3.medium": 413, "t3.large": 856 };
        for (const [instance, connections] of Object.entries(seen)) {
            assert.ok(connectionLimit(instance) < connections, instance);
            assert.ok(connectionLimit(instance) > 0.8 * connections, instance);
        }
    });

    for (const instance of ["m3.large", "x2g.large", "t4g.nano", "db.m7g.large", "m7g.constructor", ""]) {
        it(`refuses the instance class "${instance}", whose memory it does not know`, () => {
            assert.throws(
                () => pooledConnections({ ...good, instance }),
                new RegExp(`^Error: instance is ${instance}, whose memory is not known here; use t3, `),
            );
        });
    }

    for (const [key, value] of Object.entries({
        maxTasks: 0,
        connectionsPerTask: 2.5,
        poolSize: Number.NaN,
    })) {
        it(`refuses ${value} for ${key} and says what to use`, () => {
            assert.throws(
                () => pooledConnections({ ...good, [key]: value }),
                new RegExp(`^Error: ${key} is ${value}; use a whole number from 1\\.`),
            );
        });
    }

    it("refuses a single pooler", () => {
        assert.throws(() => pooledConnections({ ...good, maxPoolers: 1 }), /maxPoolers is 1; use 2 or more/);
    });

    for (const [name, { database, service, worker, pool, poolers }] of Object.entries(tiers)) {
        it(`holds in tier ${name}, with every task, worker and pooler of both revisions`, () => {
            const workers = { maxWorkers: worker.maxTasks, connectionsPerWorker: 10 };
            const most = { maxTasks: service.maxTasks, maxPoolers: poolers.maxTasks, ...workers };
            const { maxClientConn } = pooledConnections({ ...pool, ...most, instance: database.instance });
            const tasks = service.maxTasks * pool.connectionsPerTask;
            assert.equal(maxClientConn, 2 * (tasks + worker.maxTasks * 10));
        });
    }
});

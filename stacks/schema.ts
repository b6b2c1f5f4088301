import { z } from "zod";
import { account } from "./account.ts";
import { ci } from "./ci.ts";
import { compliance } from "./compliance.ts";
import { database } from "./database.ts";
import { datadog, datadogApiKey, datadogAppKey } from "./datadog.ts";
import { asNumber, docs, whole } from "./docs.ts";
import { domain } from "./domain.ts";
import { cdn, firewall } from "./edge.ts";
import { network } from "./network.ts";
import { pager } from "./pager.ts";
import { realUsers } from "./real-users.ts";
import { regionCode } from "./region-code.ts";
import { logRetentionDays } from "./retention.ts";
import { sleep } from "./sleep.ts";
import { sentryDsn, telemetry } from "./telemetry.ts";
import { tracing } from "./tracing.ts";
import { uptime } from "./uptime.ts";
import { usage } from "./usage.ts";

const region = z.string().regex(regionCode).register(docs, {
    says: "AWS region of everything in this environment, but for the copies of its backups.",
    use: "the code of an AWS region, such as eu-central-1",
});
const backupCopyRegion = z.string().regex(regionCode).register(docs, {
    says: "Where every backup is copied to. Choose one that the law lets your users' data go to.",
    use: "another AWS region than aws:region in the same part of the world, such as eu-west-1 for eu-central-1",
});
const alertEmail = z
    .email()
    .max(254)
    .register(docs, { says: "Who gets the alerts.", use: "an e-mail address that a person reads" });
const monthlyBudgetUsd = z.preprocess(asNumber, z.number().positive().max(10_000_000)).register(docs, {
    says: "US dollars a month that the whole AWS account may cost; alerts go out at 80 and 100 percent spent, and when the forecast passes it.",
    use: "an amount above 0, in US dollars without a sign, such as 300; where environments share an account, what they cost together",
});
const tier = z.enum(["mvp", "growth", "scale"]).register(docs, {
    says: "Sizes everything: under 10 K, 10 K to 100 K, over 100 K users.",
    use: "mvp, growth or scale",
});
const uploads = z
    .strictObject({
        origins: z
            .array(z.string().regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/))
            .max(100)
            .register(docs, {
                says: "Web sites whose pages may upload from a browser by script; [] for none, and for plain forms.",
                use: "a list of https:// and a host, such as [https://app.example.com], or []",
            }),
    })
    .register(docs, { says: "The bucket for what users upload.", use: "a map with origins" });
const images = z
    .strictObject({
        repository: z.enum(["own", "elsewhere"]).register(docs, {
            says: "Whether it is this environment's, where CI pushes to, or another one's.",
            use: "own in the first environment that a release goes to, and elsewhere in the others",
        }),
        pullers: z
            .array(z.string().regex(/^\d{12}$/))
            .max(20)
            .refine((accounts) => new Set(accounts).size === accounts.length)
            .register(docs, {
                says: "Other AWS accounts with environments that pull from it; those of its own account may anyway.",
                use: 'a list of up to 20 account numbers in quotes, each once, such as ["123456789012"]; [] where it is elsewhere',
            }),
    })
    .register(docs, {
        says: "The repository of the application's images: one for all environments, so that none is built twice.",
        use: "a map with repository and pullers",
    });
const service = z
    .strictObject({
        image: z
            .string()
            .max(512)
            .regex(/^$|^[a-z0-9]([a-z0-9._/:-]*[a-z0-9])?@sha256:[0-9a-f]{64}$/)
            .register(docs, {
                says: 'The container, by digest: a tag can be moved under a running service. "" builds and runs example/.',
                use: `repository@sha256: and the image's 64 hexadecimal digits, such as what another environment serves; "" only together with images.repository own`,
            }),
        cpuArchitecture: z
            .enum(["X86_64", "ARM64"])
            .register(docs, { says: "What the image was built for.", use: "X86_64 or ARM64" }),
        port: whole(1024, 65535).register(docs, {
            says: "Port on which the container listens; below 1024 takes root, which it doesn't have.",
            use: "1024 to 65535",
        }),
        healthPath: z
            .string()
            .max(128)
            .regex(/^\/[A-Za-z0-9._~/-]*$/)
            .register(docs, {
                says: "Path that answers 200 when a task can serve.",
                use: "a path such as /healthz",
            }),
    })
    .register(docs, {
        says: "The application. A WebSocket sends something every 30 seconds: after 60 without a byte its connection ends.",
        use: "a map with image, cpuArchitecture, port and healthPath",
    });
const worker = z
    .strictObject({
        command: z.array(z.string().min(1).max(256)).max(20).register(docs, {
            says: "What the application's image runs to work on jobs, word by word; [] for no workers.",
            use: "a list such as [node, /app/worker.js], or []",
        }),
        concurrency: whole(1, 10).register(docs, {
            says: "Jobs that one worker has in hand at once, and connections that it may open.",
            use: "1 to 10, the most that SQS hands over at once",
        }),
        longestJobSeconds: whole(1, 90).register(docs, {
            says: "Seconds that a job may take. A worker that is stopped ends its jobs first, and has 120 seconds in all.",
            use: "1 to 90; a longer job is many small ones",
        }),
    })
    .register(docs, {
        says: "What works on the jobs that the application sends.",
        use: "a map with command, concurrency and longestJobSeconds",
    });
const release = z
    .strictObject({
        strategy: z.enum(["canary", "blueGreen"]).register(docs, {
            says: "How users get to a new version: 5 percent first and then all, or all at once.",
            use: "canary or blueGreen",
        }),
        canaryMinutes: whole(1, 1440).register(docs, {
            says: "Minutes at 5 percent; blueGreen has none.",
            use: "1 to 1440",
        }),
        bakeMinutes: whole(5, 1440).register(docs, {
            says: "Minutes in which the old version stays up beside the new one, and alarms still take it back.",
            use: "5 to 1440",
        }),
        maxCostIncreasePercent: whole(5, 1000).register(docs, {
            says: "Percent that a request may cost more than in the version before; above it, users go back to that one.",
            use: "5 to 1000; 30 leaves room for what differs from one half hour to the next",
        }),
        migrations: z.array(z.string().min(1).max(512)).max(32).register(docs, {
            says: "Command of the image that brings the schema up to date, run once before a new version starts; [] for none.",
            use: "a command as a list of texts, such as [node, /app/migrate.js], or []",
        }),
    })
    .register(docs, {
        says: "How a new version comes in. The old one is paid for as well, as long as it stays.",
        use: "a map with strategy, canaryMinutes, bakeMinutes, maxCostIncreasePercent and migrations",
    });

/** Every setting of an environment, in the order in which the stack files list them; the first three come first. */
export const schema = z.strictObject({
    region,
    alertEmail,
    monthlyBudgetUsd,
    pager,
    sentryDsn,
    account,
    ci,
    tier,
    logRetentionDays,
    compliance,
    domain,
    cdn,
    firewall,
    network,
    database,
    backupCopyRegion,
    uploads,
    images,
    service,
    worker,
    release,
    uptime,
    realUsers,
    telemetry,
    tracing,
    ...{ datadog, datadogApiKey, datadogAppKey },
    sleep,
    usage,
});

/** What the settings are once they have been checked. */
export type Settings = z.infer<typeof schema>;

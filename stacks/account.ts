import { z } from "zod";
import { asNumber, docs } from "./docs.ts";

/** The AWS account that an environment lives in. */
export const account = z
    .strictObject({
        id: z
            .string()
            .regex(/^$|^\d{12}$/)
            .register(docs, {
                says: 'The AWS account of this environment: in any other one nothing is read or changed. "" asks nobody.',
                use: 'an account number of twelve digits in quotes, such as "123456789012", or ""',
            }),
        guards: z.enum(["own", "region", "elsewhere"]).register(docs, {
            says: "Who has what an account has once: audit log, threat detection, costs out of the ordinary.",
            use: "own in one environment of each account, region in the first of each other region, which looks for threats there, and elsewhere in the rest",
        }),
        guardedBy: z
            .string()
            .max(100)
            .regex(/^[\w.-]*$/)
            .register(docs, {
                says: 'The environment that has what is not here, of this account, or the number of the account where it is. "" where guards is own.',
                use: 'the name of a stack whose guards is own, or region, such as production; twelve digits in quotes where an organization watches; "" exactly where guards is own',
            }),
        costMonitorArn: z
            .string()
            .regex(/^$|^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/)
            .register(docs, {
                says: 'The cost monitor of services that the account has already: it can have one. "" makes it.',
                use: 'the MonitorArn that `aws ce get-anomaly-monitors` names for SERVICE; "" if none, and unless guards is own',
            }),
        environmentBudget: z
            .strictObject({
                usd: z.preprocess(asNumber, z.number().positive().max(10_000_000)).register(docs, {
                    says: "US dollars a month that this environment may cost, with the alerts of monthlyBudgetUsd, which stay.",
                    use: "an amount above 0, in US dollars without a sign, such as 300",
                }),
                tags: z.enum(["own", "elsewhere"]).register(docs, {
                    says: "Who activates the tag environment for bills, by which it is counted: until then this budget reads 0. A member of an organization can't: its management account does.",
                    use: "own in one environment of an account in no organization, where guards is own and a day after its first pulumi up, for AWS refuses a tag that no bill has had; elsewhere in all others, and where whoever pays has activated it",
                }),
            })
            .optional()
            .register(docs, {
                says: "A budget of this environment alone, for environments that share an account: docs/runbooks/findings.md. Left out, none.",
                use: "a map with usd and tags, or leave it out",
            }),
    })
    .register(docs, {
        says: "The AWS account, and what watches over all of it.",
        use: "a map with id, guards, guardedBy and costMonitorArn",
    });

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
    all,
    largerThan,
    not,
    ofUnsaidSize,
    toNoFiner,
    toPath,
    withHeader,
    type Limit,
    type Statement,
} from "./match.ts";
import { askedOfCloudflare } from "./proxy.ts";

export interface LimitArgs {
    /** Requests in five minutes from one address. */
    requestsPerIp: number;
    /** The header or cookie that tells users apart: "header:authorization", "cookie:session", or "". */
    userBy: string;
    /** Requests in five minutes from one user. */
    requestsPerUser: number;
    /** The same from one address, by path. */
    requestsPerPath: Record<string, number>;
    /** KB that a request may bring anywhere else. */
    maxBodyKb: number;
    /** MB that a request may bring, by path, of several the finest; there it has to say how much. */
    uploadMb: Record<string, number>;
    /** The name that users call, where Cloudflare stands in front of it. @default nobody does, and an address is the client's */
    proxiedName?: string | undefined;
}

/** Seconds that WAF looks back; its default. */
const evaluationWindowSec = 300;
const asIs = [{ priority: 0, type: "NONE" }];
type Rate = aws.types.input.wafv2.WebAclRuleStatementRateBasedStatement;
/** By whom requests are counted. */
type Counted = Pick<Rate, "aggregateKeyType" | "customKeys" | "forwardedIpConfig">;

/** Sizes first: they are decided by one request alone. */
export function limitsOf(args: LimitArgs, load: { header: string; value: pulumi.Input<string> }): Limit[] {
    const isNoLoadTest = not(withHeader(load.header, load.value));
    const address = args.proxiedName === undefined ? { aggregateKeyType: "IP" } : askedOfCloudflare;
    const rate = (name: string, limit: number, by: Counted, ...among: Statement[]): Limit => ({
        name,
        status: 429,
        statement: {
            rateBasedStatement: {
                ...{ limit, evaluationWindowSec, ...by },
                scopeDownStatement: all([isNoLoadTest, ...among]),
            },
        },
    });
    const paths = Object.entries(args.requestsPerPath);
    return [
        ...sizes(args),
        ...paths.map(([path, limit], at) => rate(`path-rate-${at + 1}`, limit, address, toPath(path))),
        rate("ip-rate", args.requestsPerIp, address),
        ...(args.userBy === "" ? [] : [rate("user-rate", args.requestsPerUser, byUser(args.userBy))]),
    ];
}

function sizes({ maxBodyKb, uploadMb }: LimitArgs): Limit[] {
    const paths = Object.keys(uploadMb);
    const uploads = Object.entries(uploadMb).map(([path, mb]) => ({
        ...{ path: toPath(path), itself: toNoFiner(path, paths) },
        bytes: mb * 2 ** 20,
    }));
    const elsewhere = uploads.map(({ path }) => not(path));
    return [
        { name: "body-size", statement: all([largerThan(maxBodyKb * 1024), ...elsewhere]), status: 413 },
        ...uploads.flatMap(({ path, itself, bytes }, at): Limit[] => [
            { name: `upload-size-${at + 1}`, statement: all([itself, largerThan(bytes)]), status: 413 },
            { name: `upload-unsaid-${at + 1}`, statement: all([path, ofUnsaidSize]), status: 411 },
        ]),
    ];
}

/** A request without it is nobody's, and counted by its address alone. */
function byUser(userBy: string): Counted {
    const [kind, name = ""] = userBy.split(":");
    const key = { name: kind === "header" ? name.toLowerCase() : name, textTransformations: asIs };
    return {
        aggregateKeyType: "CUSTOM_KEYS",
        customKeys: [kind === "header" ? { header: key } : { cookie: key }],
    };
}

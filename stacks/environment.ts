import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "./settings.ts";
import { tiers } from "./tiers.ts";

/** The settings, where everything is made, what it is called after, how large it is, and the tags that all of it wears, awsx's children too. */
export function loadEnvironment() {
    const settings = loadSettings();
    const { region, tier, network, backupCopyRegion } = settings;
    const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
    const tags = { project, environment: stack, "managed-by": "pulumi" };
    const provider = new aws.Provider("aws", { region, defaultTags: { tags } });
    const { accountId } = aws.getCallerIdentityOutput({}, { provider });
    const environment = `${project}-${stack}`;
    const size = tiers[tier];
    return {
        settings,
        environment,
        size,
        layout: { accountId, region, ...network, ...size.network },
        copied: { vault: size.vault, copies: { ...size.copies, region: backupCopyRegion } },
        /** The account and the region. */
        account: { accountId, region },
        /** The same, and what the names of things begin with that can be told apart by nothing else. */
        named: { accountId, region, prefix: environment },
        /** Worn by what is backed up. */
        tag: { key: "backup-plan", value: environment },
        opts: { providers: { aws: provider } },
    };
}

import {
    GetRestoreTestingInferredMetadataCommand,
    GetRestoreTestingSelectionCommand,
} from "@aws-sdk/client-backup";
import { asked, type Cloud } from "../cloud.ts";
import { Refusal } from "../command.ts";

/** How the weekly drill restores: a drill of a person's proves the same only if it goes the same way. */
export interface Way {
    roleArn: string;
    /** What it changes of what AWS Backup finds out by itself. */
    overrides: Record<string, string>;
    /** The security groups that each copy wears. */
    groups: string[];
}

export async function wayOf(cloud: Cloud, planName: string): Promise<Way> {
    // The program gives both one name.
    const question = { RestoreTestingPlanName: planName, RestoreTestingSelectionName: planName };
    const { RestoreTestingSelection: selection } = await asked(
        "backup:GetRestoreTestingSelection",
        cloud.backup().send(new GetRestoreTestingSelectionCommand(question)),
    );
    const { IamRoleArn: roleArn, RestoreMetadataOverrides: overrides = {} } = selection ?? {};
    const groups = listIn(valueOf(overrides, "vpcSecurityGroupIds"));
    if (roleArn === undefined || groups.length === 0)
        throw new Refusal(
            `The restore testing plan ${planName} has no role, or no security group for its copies: is it deployed?`,
        );
    return { roleArn, overrides, groups };
}

/** What the plan would restore this recovery point with, under the name that tells a drill's copy from everything else. */
export async function metadataFor(
    cloud: Cloud,
    { vault, point, copy }: { vault: string; point: string; copy: string },
    { overrides }: Way,
): Promise<Record<string, string>> {
    const question = { BackupVaultName: vault, RecoveryPointArn: point };
    const { InferredMetadata = {} } = await asked(
        "backup:GetRestoreTestingInferredMetadata",
        cloud.backup().send(new GetRestoreTestingInferredMetadataCommand(question)),
    );
    const changes = { ...overrides, dbInstanceIdentifier: copy };
    const named = (key: string) => keyIn(InferredMetadata, key) ?? key;
    const changed = Object.entries(changes).map(([key, value]) => [named(key), value]);
    return { ...InferredMetadata, ...(Object.fromEntries(changed) as Record<string, string>) };
}

export function valueOf(metadata: Record<string, string>, key: string): string | undefined {
    const found = keyIn(metadata, key);
    return found === undefined ? undefined : metadata[found];
}

/** AWS Backup tells no capitals from small letters in these keys (API reference of RestoreTestingSelection). */
function keyIn(metadata: Record<string, string>, key: string): string | undefined {
    return Object.keys(metadata).find((one) => one.toLowerCase() === key.toLowerCase());
}

function listIn(text = "[]"): string[] {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [];
}

import * as pulumi from "@pulumi/pulumi";
import { Backups, type BackupsArgs } from "./recovery/backups.ts";
import { RestoreDrill, type RestoreDrillArgs } from "./recovery/drill.ts";
import { Extract, type ExtractArgs } from "./recovery/extract.ts";
import { RestoreProof, type RestoreProofArgs } from "./recovery/proof.ts";

export type RecoveryArgs = BackupsArgs &
    Omit<RestoreDrillArgs, "backups"> &
    Omit<RestoreProofArgs, "drill"> &
    Omit<ExtractArgs, "proof">;

/**
 * Backups that prove themselves: a snapshot every night, a copy out of reach, one restored every week and judged by what it
 * holds; and the way to bring rows back from it.
 */
export class Recovery extends pulumi.ComponentResource {
    /** Where the recovery points are. */
    readonly backups: Pick<Backups, "vault" | "copies" | "planId">;
    /** Where the evidence is, and how a check is started. */
    readonly proof: Pick<RestoreProof, "bucket" | "check">;
    /** What brings rows back from a copy, and where it is started. */
    readonly extract: Pick<Extract, "places">;

    constructor(name: string, args: RecoveryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:data:Recovery", name, {}, opts);
        // Each once stood by itself.
        const child = { parent: this, aliases: [{ parent: pulumi.rootStackResource }] };
        const backups = new Backups("backups", args, child);
        const drill = new RestoreDrill("restore-drill", { ...args, backups }, child);
        const proof = new RestoreProof("restore-proof", { ...args, drill }, child);
        [this.backups, this.proof] = [backups, proof];
        this.extract = new Extract("extract", { ...args, proof }, child);
        this.registerOutputs({ backupPlanId: backups.planId, evidenceBucket: proof.bucket });
    }
}

import { setImmediate as nextTurn } from "node:timers/promises";
import type proto from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Resource } from "../engine/resource.ts";
import { STACK_TYPE } from "../engine/urn.ts";
import { fromStruct } from "../engine/wire.ts";
import { levelName, type Level } from "./levels.ts";
import type { Pack } from "./pack.ts";
import { requestOf, stackRequest } from "./requests.ts";

export interface Violation {
    pack: string;
    policy: string;
    level: Level;
    /** What the policy demands. */
    description: string;
    message: string;
    /** What to do about it, in the pack's words. */
    fix: string;
    urn: string;
}

export interface Verdicts {
    violations: Violation[];
    /** Policies that had nothing to look at or said so, by name, with their reason. */
    notApplicable: { pack: string; policy: string; reason: string }[];
    /** Inputs that a policy put in order. */
    remediations: { pack: string; policy: string; urn: string }[];
}

/** What a pack says. */
interface Answer {
    pack: Pack;
    response: proto.AnalyzeResponse;
}

/** Asks every pack about each resource, and at the end about all of them; collects what they say. */
export class Policies {
    readonly verdicts: Verdicts = { violations: [], notApplicable: [], remediations: [] };
    private readonly packs: Promise<Pack[]>;
    private readonly failed: (error: Error) => void;
    /** The end of the last resource's judgement: verdicts come in the order of the resources. */
    private last: Promise<void> = Promise.resolve();

    /** `failed` hears of a pack that fails while nobody waits for it. */
    constructor(packs: Promise<Pack>[], failed: (error: Error) => void) {
        this.packs = Promise.all(packs);
        this.packs.catch(failed);
        this.failed = failed;
    }

    /**
     * Puts a resource's inputs in order; the verdict on them comes later, for the program need not wait for it. Nor does
     * it wait for the stack, which has no inputs: the packs start while the program loads.
     */
    async resource(resource: Resource, provider: Resource | undefined): Promise<void> {
        const ordered = this.inOrder(resource, provider);
        const [before, answers] = [
            this.last,
            ordered.then(nextTurn).then(() => this.asked({ ...resource }, provider)),
        ];
        this.last = Promise.all([answers, before]).then(([all]) => {
            for (const { pack, response } of all) this.collect(pack, response, resource.urn);
        });
        this.last.catch(this.failed);
        if (resource.type !== STACK_TYPE) await ordered;
    }

    /** As in the engine, every pack judges what all of them have put in order. */
    private async inOrder(resource: Resource, provider: Resource | undefined): Promise<void> {
        for (const pack of await this.packs) {
            if (pack.remediates) await this.remediate(pack, resource, provider);
        }
    }

    private async asked(resource: Resource, provider: Resource | undefined) {
        const packs = (await this.packs).filter((pack) => pack.judgesResources);
        const request = requestOf(resource, provider);
        return Promise.all(packs.map(async (pack) => ({ pack, response: await pack.analyze(request) })));
    }

    /** Asks every pack about all resources together, once each of them is judged. */
    async askStack(
        resources: Resource[],
        providerOf: (resource: Resource) => Resource | undefined,
    ): Promise<Answer[]> {
        await this.last;
        const request = stackRequest(resources, providerOf);
        const packs = await this.packs;
        return Promise.all(packs.map(async (pack) => ({ pack, response: await pack.analyzeStack(request) })));
    }

    /** Takes in what they say of all resources together. */
    stack(answers: Answer[]): void {
        for (const { pack, response } of answers) this.collect(pack, response, "");
    }

    private async remediate(pack: Pack, resource: Resource, provider: Resource | undefined): Promise<void> {
        const response = await pack.remediate(requestOf(resource, provider));
        for (const remediation of response.getRemediationsList()) {
            const policy = remediation.getPolicyname();
            const at = { pack: pack.info.getName(), policy, urn: resource.urn };
            if (remediation.getDiagnostic()) {
                const [description, message] = [remediation.getDescription(), remediation.getDiagnostic()];
                this.verdicts.violations.push({ ...at, level: "advisory", description, message, fix: "" });
            } else if (remediation.getProperties()) {
                resource.inputs = fromStruct(remediation.getProperties());
                this.verdicts.remediations.push(at);
            }
        }
    }

    private collect(pack: Pack, response: proto.AnalyzeResponse, urn: string): void {
        const name = pack.info.getName();
        for (const diagnostic of response.getDiagnosticsList()) {
            this.verdicts.violations.push({
                pack: name,
                policy: diagnostic.getPolicyname(),
                level: levelName(diagnostic.getEnforcementlevel()),
                description: diagnostic.getDescription(),
                message: diagnostic.getMessage(),
                fix: pack.fixes.get(diagnostic.getPolicyname()) ?? "",
                urn: diagnostic.getUrn() || urn,
            });
        }
        if (urn !== "") return; // of single resources nearly every policy says that it does not apply
        for (const item of response.getNotApplicableList()) {
            const policy = item.getPolicyName();
            this.verdicts.notApplicable.push({ pack: name, policy, reason: item.getReason() });
        }
    }
}

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import prettier from "prettier";
import { controls, sources, type Row } from "../../policies/compliance.ts";
import { criteria } from "../../policies/criteria.ts";
import { frameworks, type Profile } from "../../policies/profiles.ts";
import { rules } from "../../policies/rules/index.ts";
import * as stacks from "../../stacks/compliance.ts";
import { demands } from "../../stacks/demands.ts";
import { HOUSE } from "../support/house.ts";
import { rehearsed } from "../support/rehearsed.ts";

const file = path.join(HOUSE, "docs/compliance.md");
const profiles = Object.keys(frameworks) as Profile[];
const cells = (...texts: string[]) => `| ${texts.join(" | ")} |`;
const table = (head: string[], rows: string[]) =>
    [cells(...head), cells(...head.map(() => "---")), ...rows].join("\n");

function profilesTable(): string {
    const rows = profiles.map((profile) => {
        const held = demands.filter(({ controls }) => controls[profile] !== undefined);
        const settings = held.map(({ key, use, controls }) => `\`${key}\`: ${use} (${controls[profile]})`);
        const { standards, inspects, auditDays, evidenceDays, because } = stacks.turnsOn[profile];
        const on = [
            `AWS Config, and Security Hub with ${standards.map((one) => `\`${one}\``).join(", ")}`,
            ...(inspects.length > 0 ? [`Inspector for ${inspects.join(" and ")}`] : []),
            ...(auditDays ? [`the audit log for ${auditDays} days`] : []),
            ...(evidenceDays ? [`evidence for ${evidenceDays} days`] : []),
        ];
        return cells(`\`${profile}\`: ${frameworks[profile]}`, settings.join("; "), on.join("; "), because);
    });
    const read = demands.map(({ key, source }) => `- \`${key}\`: ${source}.`);
    const head = ["Profile", "Settings that it holds", "What it turns on", "For"];
    return `${table(head, rows)}\n\nWhere the demands were read:\n\n${read.join("\n")}`;
}

const served = (row: Row, profile: Profile) => {
    const said = row.text?.[profile]?.split(", ") ?? [];
    const filed = (row.filed?.[profile]?.split(", ") ?? []).filter((id) => !said.includes(id));
    return [...filed, ...said.map((id) => `_${id}_`)].join(", ");
};

/** The rules that a row is about: a rule of the name, or those of the criterion that have no row of their own. */
const rulesOf = (key: string) =>
    rules.filter(({ id, criterion }) => id === key || (criterion === key && !Object.hasOwn(controls, id)));

function controlsTable(): string {
    const rows = Object.entries(controls).map(([key, row]) => {
        const names = rulesOf(key).map(({ id }) => id);
        const checks = row.filed?.by.split(", ").map((check) => `\`${check}\``) ?? [];
        const who = names.join() === key ? rules.find(({ id }) => id === key)!.criterion : key;
        return cells(who, names.join(", "), ...profiles.map((one) => served(row, one)), checks.join(", "));
    });
    const unmapped = rules.filter(({ id, criterion }) => !controls[id] && !controls[criterion]);
    const list = [...new Set(unmapped.map(({ criterion }) => criterion))].map((one) => {
        const all = unmapped.filter(({ criterion }) => criterion === one);
        return `${one} (${all.map(({ id }) => id).join(", ")})`;
    });
    const head = ["Criterion", "Rules", ...Object.values(frameworks), "Prowler's checks"];
    return `${table(head, rows)}\n\n**Not mapped**, for no source was found that files them under a control: ${list.sort().join("; ")}.`;
}

const sourcesList = () =>
    [
        `- Checks: ${sources.filed}.`,
        ...profiles.map((profile) => `- ${frameworks[profile]}: ${sources[profile]}.`),
    ].join("\n");

async function written(text: string): Promise<string> {
    const made = { profiles: profilesTable(), controls: controlsTable(), sources: sourcesList() };
    const whole = Object.entries(made).reduce((doc, [name, block]) => {
        const place = new RegExp(`(<!-- ${name}:.*-->\\n)[^]*(<!-- /${name} -->)`);
        assert.match(doc, place);
        return doc.replace(place, (_all, start: string, end: string) => `${start}\n${block}\n\n${end}`);
    }, text);
    return prettier.format(whole, { ...(await prettier.resolveConfig(file)), parser: "markdown" });
}

describe("docs/compliance.md", () => {
    it("says what a profile does, and which controls each rule serves, as the code has it", async () => {
        const text = readFileSync(file, "utf8");
        const wanted = await written(text);
        if (process.env.UPDATE) writeFileSync(file, wanted);
        assert.equal(readFileSync(file, "utf8"), wanted);
    });

    it("names every rule once: in the map, or as one that no source files under a control", () => {
        const text = readFileSync(file, "utf8");
        for (const { id } of rules) {
            const times = [...text.matchAll(new RegExp(`(?<=[|,(] )${id}(?=[, )])|\\(${id}(?=[,)])`, "g"))];
            assert.equal(times.length, 1, `${id} is there ${times.length} times.`);
        }
    });

    it("maps criteria and rules that exist, to controls of the frameworks' own form", () => {
        const forms: Record<Profile, RegExp> = {
            soc2: /^(CC[1-9]|A1|C1|PI1)\.\d$/,
            hipaa: /^164\.3(08|10|12|14|16)(\([a-z]\))(\(\d\))?(\([ivx]+\))?(\([A-D]\))?$/,
            pciDss: /^([1-9]|1[0-2])\.\d{1,2}(\.\d{1,2}){1,2}$/,
            gdpr: /^Art\. \d{1,2}(\(\d\)(\([a-f]\))?)?$/,
        };
        for (const [key, { filed, text }] of Object.entries(controls)) {
            assert.ok(rulesOf(key).length > 0, `${key} is neither a rule's nor a criterion's with rules.`);
            for (const profile of profiles)
                for (const id of [filed?.[profile], text?.[profile]].flatMap((ids) => ids?.split(", ") ?? []))
                    assert.match(id, forms[profile], key);
            for (const check of filed?.by.split(", ") ?? []) assert.match(check, /^[a-z0-9]+(_[a-z0-9]+)+$/);
        }
        const ids = new Set<string>(criteria.map(({ id }) => id));
        for (const key of Object.keys(controls).filter((one) => /^[A-Z]/.test(one)))
            assert.ok(ids.has(key), key);
    });

    it("calls the frameworks in the policies as the settings do", () => {
        assert.deepEqual(stacks.frameworks, frameworks);
    });
});

interface Inputs {
    rules: [{ expiration?: { days?: number }; noncurrentVersionExpiration: { noncurrentDays: number } }];
    messageRetentionSeconds: number;
    retentionDays: number;
    retentionInDays: number;
    backupRetentionPeriod: number;
    snapshotRetentionLimit: number;
    maxRetentionDays: number;
}

/** What keeps something, by the word for it in the table; and the days after which that goes. */
const stores: Record<string, { word: string; days(inputs: Inputs): number[] }> = {
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
        word: "Bucket",
        days: ({ rules: [{ expiration, noncurrentVersionExpiration: old }] }) => [
            expiration?.days ?? old.noncurrentDays,
        ],
    },
    "aws:sqs/queue:Queue": { word: "Queue", days: (queue) => [queue.messageRetentionSeconds / 86_400] },
    "aws:cloudwatch/eventArchive:EventArchive": {
        word: "Archive",
        days: (archive) => [archive.retentionDays],
    },
    "aws:dynamodb/table:Table": { word: "Table", days: () => [] },
    "aws:rds/instance:Instance": { word: "Database", days: (db) => [db.backupRetentionPeriod] },
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        word: "Cache",
        days: (cache) => [cache.snapshotRetentionLimit],
    },
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
        word: "Vault",
        days: ({ maxRetentionDays }) => [maxRetentionDays],
    },
};

describe("the table of what is deleted when", () => {
    it("has every store that production makes, and its days", async function () {
        this.timeout(300_000);
        const { resources } = await rehearsed("production");
        const rows = readFileSync(file, "utf8")
            .split("\n")
            .filter((line) => line.startsWith("| "));
        let seen = 0;
        for (const { type, name, inputs } of resources) {
            const store = stores[type];
            if (!store) continue;
            seen++;
            const row = rows.find((line) => line.includes(`${store.word} \`${name}\``));
            assert.ok(row, `${store.word} \`${name}\` has no row.`);
            for (const days of store.days(inputs as unknown as Inputs)) {
                // Production's logs.
                const isSaid = new RegExp(
                    days === 365 ? "`logRetentionDays`" : `\\b${days}(, \\d+ or \\d+)? days`,
                );
                assert.match(row, isSaid, `${name}: ${days}`);
            }
        }
        const buckets = resources.filter(({ type }) => type === "aws:s3/bucket:Bucket").length;
        assert.ok(seen > buckets && buckets >= 7);
        const groups = resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
        for (const { inputs } of groups) assert.equal((inputs as unknown as Inputs).retentionInDays, 365);
    });
});

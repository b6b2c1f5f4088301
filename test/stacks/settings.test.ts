import assert from "node:assert/strict";
import { examplesLeft, readSettings } from "../../stacks/settings.ts";
import { database, faults, ready } from "../support/settings.ts";

describe("readSettings", () => {
    it("turns the text of a stack file into one frozen object", () => {
        const settings = readSettings("staging", ready);
        assert.equal(settings.monthlyBudgetUsd, 300);
        assert.equal(settings.database.backupDays, 14);
        assert.throws(() => Object.assign(settings.database, { backupDays: 1 }), TypeError);
    });

    it("takes web sites for uploads by https only, and no path, star or list in a text", () => {
        const { uploads } = readSettings("staging", {
            ...ready,
            "airworthy:uploads": '{"origins":["https://app.acme.dev"]}',
        });
        assert.deepEqual(uploads.origins, ["https://app.acme.dev"]);
        for (const origin of ["*", "http://app.acme.dev", "https://app.acme.dev/", "https://*.acme.dev"]) {
            const [fault, ...others] = faults({ "airworthy:uploads": JSON.stringify({ origins: [origin] }) });
            assert.match(fault ?? "", /^Pulumi\.staging\.yaml: uploads\.origins.* is .*; use /);
            assert.deepEqual(others, []);
        }
        assert.match(
            faults({ "airworthy:uploads": '{"origins":"https://app.acme.dev"}' })[0] ?? "",
            /use a list/,
        );
    });

    it("refuses 3 days of backups and says what to use", () => {
        assert.deepEqual(faults({ "airworthy:database": database({ backupDays: 3 }) }), [
            "Pulumi.staging.yaml: database.backupDays is 3; use 7 to 35.",
        ]);
    });

    it("lists every missing, unknown and out-of-range key at once", () => {
        const found = faults({
            "aws:region": undefined,
            "aws:profile": "work",
            "airworthy:alertEmail": "nobody",
            "airworthy:monthlyBudgetUsd": "-5",
            "airworthy:teir": "mvp",
            "airworthi:tier": "mvp",
            "airworthy:network": '{"cidr":"10.10.0.1/16","zons":2}',
            "airworthy:database": "14",
        });
        const seen = found.map((line) => line.replace("Pulumi.staging.yaml: ", "").replace(/; use .+/, ""));
        assert.deepEqual(seen.sort(), [
            "airworthi:tier is mvp, but there is no such setting",
            "alertEmail is nobody",
            "aws:profile is work, but there is no such setting",
            "aws:region is missing",
            "database is 14",
            "monthlyBudgetUsd is -5",
            "network.cidr is 10.10.0.1/16",
            "network.zones is missing",
            "network.zons is 2, but there is no such setting",
            "teir is mvp, but there is no such setting",
        ]);
        assert.ok(found.every((line) => line.includes("; use ")));
    });

    const refused: [string, string][] = [
        ["aws:region", "Frankfurt"],
        ["airworthy:monthlyBudgetUsd", "0"],
        ["airworthy:monthlyBudgetUsd", "$300"],
        ["airworthy:tier", "huge"],
        ["airworthy:logRetentionDays", "31"],
        ["airworthy:domain", '{"name":"APP.acme.dev","dns":"route53","zoneId":"Z1"}'],
        ["airworthy:domain", '{"name":"app.acme.dev","dns":"godaddy","zoneId":"Z1"}'],
        ["airworthy:network", '{"cidr":"8.8.0.0/16","zones":2}'],
        ["airworthy:network", '{"cidr":"10.0.0.0/8","zones":2}'],
        ["airworthy:network", '{"cidr":"10.0.0.0/16","zones":1}'],
        ["airworthy:service", "[]"],
    ];
    for (const [key, value] of refused) {
        it(`refuses ${key}: ${value}`, () => {
            assert.equal(faults({ [key]: value }).length, 1);
        });
    }

    it("takes an image by digest only", () => {
        const service = {
            ...(JSON.parse(ready["airworthy:service"]!) as object),
            image: "ghcr.io/acme/app:latest",
        };
        assert.match(
            faults({ "airworthy:service": JSON.stringify(service) })[0]!,
            /service\.image is ghcr.*@sha256:/,
        );
    });

    const kept = (repository: string, pullers: unknown[], image = "") => ({
        "airworthy:images": JSON.stringify({ repository, pullers }),
        "airworthy:service": JSON.stringify({
            ...(JSON.parse(ready["airworthy:service"]!) as object),
            image,
        }),
    });

    it("takes no image where the repository is, and refuses none elsewhere: there is nothing to build it into", () => {
        assert.deepEqual(faults(kept("own", [])), []);
        assert.deepEqual(faults(kept("elsewhere", [])), [
            'Pulumi.staging.yaml: service.image is ""; use repository@sha256: and the image\'s 64 hexadecimal digits, such as what another environment serves; "" only together with images.repository own.',
        ]);
    });

    it("lets other accounts pull by number, in quotes and once, and only from its own repository", () => {
        const accounts = ["123456789012", "210987654321"];
        assert.deepEqual(faults(kept("own", accounts)), []);
        const image = `ghcr.io/acme/app@sha256:${"ab".repeat(32)}`;
        const refused = [
            ...[
                ["own", [123456789012]],
                ["own", ["*"]],
                ["own", ["12345678901"]],
            ],
            ...[
                ["own", ["123456789012", "123456789012"]],
                ["elsewhere", accounts],
            ],
        ] as [string, unknown[]][];
        for (const [repository, pullers] of refused) {
            const [fault, ...others] = faults(kept(repository, pullers, image));
            assert.match(fault ?? "", /^Pulumi\.staging\.yaml: images\.pullers.* is .*; use /);
            assert.deepEqual(others, []);
        }
    });

    it("refuses to copy backups to the region that they come from", () => {
        assert.deepEqual(faults({ "airworthy:backupCopyRegion": "eu-central-1" }), [
            "Pulumi.staging.yaml: backupCopyRegion is eu-central-1; use another AWS region than aws:region in the same part of the world, such as eu-west-1 for eu-central-1.",
        ]);
    });

    it("refuses to carry the data of Europe's users to another part of the world, where there is a choice", () => {
        const found = faults({ "airworthy:backupCopyRegion": "us-west-2" });
        assert.match(
            found.join(),
            /backupCopyRegion is us-west-2; use another .* in the same part of the world/,
        );
        assert.deepEqual(
            faults({ "aws:region": "sa-east-1", "airworthy:backupCopyRegion": "us-east-1" }),
            [],
        );
    });

    it("never repeats a secret", () => {
        const found = faults(
            {
                "airworthy:alertEmail": "hunter2",
                "airworthy:database": database({ backupDays: "hunter2" }),
                "airworthy:dbPassword": "hunter2",
                "mine:key": "hunter2",
            },
            ["airworthy:alertEmail", "airworthy:database", "mine:key"],
        );
        assert.equal(found.length, 4);
        assert.ok(
            found.every((line) => line.includes("[secret]") && !line.includes("hunter2")),
            found.join("\n"),
        );
    });

    it("shows what it saw on one line, and nothing that moves a cursor", () => {
        const [unknown, tier] = faults({
            "airworthy:tier": "m\u2028v\u009bp\u202e",
            "airworthy:a\u2029b": "",
        });
        assert.match(
            `${tier} ${unknown}`,
            /tier is "m\\u2028v\\u009bp\\u202e"; use .* "a\\u2029b" is "", but/,
        );
    });

    it("leaves the keys of other providers alone", () => {
        assert.deepEqual(faults({ "datadog:apiKey": "x", "pulumi:tags": "{}" }), []);
    });
});

describe("examplesLeft", () => {
    it("names what to set before `pulumi up`, and nothing once it is set", () => {
        const shipped = readSettings("staging", { ...ready, "airworthy:alertEmail": "you@example.com" });
        assert.deepEqual(examplesLeft(shipped), [
            "alertEmail is an example, you@example.com; use an e-mail address that a person reads.",
        ]);
        assert.deepEqual(examplesLeft(readSettings("staging", ready)), []);
    });
});

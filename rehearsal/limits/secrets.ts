import { alphabet, aws, length, range, rule } from "./kinds.ts";
import { textOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const secret = aws("secretsmanager", "Secret");
const secretVersion = aws("secretsmanager", "SecretVersion");
const rotation = aws("secretsmanager", "SecretRotation");
const parameter = aws("ssm", "Parameter");
const password = "random:index/randomPassword:RandomPassword";

export const secrets: Limit[] = [
    length(secret, "name", 1, 512, api("secretsmanager", "CreateSecret")),
    alphabet(
        secret,
        "name",
        /^[A-Za-z0-9/_+=.@-]+$/,
        "letters, digits and / _ + = . @ -",
        api("secretsmanager", "CreateSecret"),
        {
            good: ["orders/database"],
            bad: ["orders database", "orders:database"],
        },
    ),
    range(secret, "recoveryWindowInDays", 7, 30, api("secretsmanager", "DeleteSecret"), { also: 0 }),
    length(secret, "description", 0, 2048, api("secretsmanager", "CreateSecret")),
    rule(
        secretVersion,
        "secretString",
        "length",
        api("secretsmanager", "CreateSecret"),
        (value) => {
            const bytes = Buffer.byteLength(textOf(value) ?? "a");
            return bytes < 1 || bytes > 65536 ? `has ${bytes} bytes; use 1 to 65536` : undefined;
        },
        [{ secretString: "a" }, { secretString: "a".repeat(65536) }],
        [{ secretString: "" }, { secretString: "a".repeat(65537) }],
    ),
    range(
        rotation,
        "rotationRules.automaticallyAfterDays",
        1,
        1000,
        api("secretsmanager", "RotationRulesType"),
    ),
    rule(
        parameter,
        "value",
        "size",
        api("ssm", "PutParameter"),
        (value, { tier }) => {
            const bytes = Buffer.byteLength(textOf(value) ?? "");
            const most = tier === "Advanced" || tier === "Intelligent-Tiering" ? 8192 : 4096;
            return bytes > most ? `has ${bytes} bytes; use at most ${most}` : undefined;
        },
        [{ value: "a".repeat(4096) }, { value: "a".repeat(8192), tier: "Advanced" }],
        [{ value: "a".repeat(4097) }, { value: "a".repeat(8193), tier: "Advanced" }],
    ),
    rule(
        password,
        "length",
        "room",
        "@pulumi/random 4.21.2 randomPassword.d.ts, read 2026-11-21",
        (value, inputs) => {
            const least = ["minLower", "minUpper", "minNumeric", "minSpecial"].reduce((sum, name) => {
                const part = inputs[name];
                return sum + (typeof part === "number" ? part : 0);
            }, 0);
            const wanted = Math.max(1, least);
            return typeof value === "number" && value < wanted
                ? `is ${value}; use at least ${wanted}`
                : undefined;
        },
        [{ length: 1 }, { length: 4, minLower: 2, minNumeric: 2 }],
        [{ length: 0 }, { length: 3, minLower: 2, minNumeric: 2 }],
    ),
    rule(
        "random:index/randomId:RandomId",
        "byteLength",
        "room",
        "@pulumi/random 4.21.2 randomId.d.ts, read 2026-11-22",
        (value) => (typeof value === "number" && value < 1 ? `is ${value}; use at least 1` : undefined),
        [{ byteLength: 1 }],
        [{ byteLength: 0 }],
    ),
];

import type { Value } from "../../values.ts";
import type { Place, Row } from "../row.ts";

/** One record a name, as ACM asks for it; a wildcard shares the record of its parent. */
function validations({ inputs, text }: Place): Value {
    const others = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames : [];
    return [...new Set([inputs.domainName, ...others].map(String))].map((domainName) => {
        const bare = domainName.replace(/^\*\./, "");
        return {
            domainName,
            resourceRecordName: `_${text(`{hex:32:record ${bare}}`)}.${bare}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${text(`{hex:32:value ${bare}}`)}.acm-validations.aws.`,
        };
    });
}

function names({ inputs }: Place): Value {
    const others = Array.isArray(inputs.subjectAlternativeNames) ? inputs.subjectAlternativeNames : [];
    return [...new Set([String(inputs.domainName), ...others.map(String)])];
}

/** Certificates and DNS. */
export const DNS: Record<string, Row> = {
    "acm/certificate": {
        id: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
        arn: "{id}",
        domainValidationOptions: validations,
        subjectAlternativeNames: names,
        keyAlgorithm: "RSA_2048",
        status: "ISSUED",
        type: "AMAZON_ISSUED",
        validationMethod: "DNS",
        validationEmails: [],
        notBefore: "2026-01-01T00:00:00Z",
        notAfter: "2027-01-31T23:59:59Z",
        pendingRenewal: false,
        renewalEligibility: "INELIGIBLE",
        renewalSummaries: [],
        options: { certificateTransparencyLoggingPreference: "ENABLED" },
    },
    "acm/certificateValidation": { id: "2026-01-01 00:00:00 +0000 UTC" },
    "route53/healthCheck": { id: "{uuid}", arn: "arn:aws:route53:::healthcheck/{id}" },
    "route53/record": {
        id: ({ inputs, text }) =>
            text("{zoneId}_{name}_{type}") + (inputs.setIdentifier ? `_${String(inputs.setIdentifier)}` : ""),
        fqdn: "{name}",
    },
    "route53/zone": {
        id: "Z{upper:20}",
        zoneId: "{id}",
        arn: "arn:aws:route53:::hostedzone/{id}",
        nameServers: [
            "ns-0.awsdns-00.com",
            "ns-512.awsdns-00.net",
            "ns-1024.awsdns-00.org",
            "ns-1536.awsdns-00.co.uk",
        ],
        primaryNameServer: "ns-0.awsdns-00.com",
    },
};

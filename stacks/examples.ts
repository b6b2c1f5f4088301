/** What the clone ships so that it rehearses: mail to RFC 2606's domains reaches nobody, and nothing has these ids. */
export const examples = {
    alertEmail: /@(.+\.)?example(\.(com|net|org))?$/i,
    "domain.name": /(^|\.)example(\.(com|net|org))?$/,
    "domain.zoneId": /^Z?0+$/,
    sentryDsn: /^https:\/\/0{32}@/,
    datadogApiKey: /^example-/,
    datadogAppKey: /^example-/,
    "service.image": /@sha256:0{64}$/,
};

/** What the clone ships so that it rehearses: mail to RFC 2606's domains reaches nobody, and nothing has these ids. */
export const examples = {
    alertEmail: /@(.+\.)?example(\.(com|net|org))?$/i,
    certificateArn: /certificate\/0{8}-/,
    domain: /(^|\.)example(\.(com|net|org))?$/,
    "service.image": /@sha256:0{64}$/,
};

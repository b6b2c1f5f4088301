/**
 * Where CloudFront has its numbers, logs and firewalls, and takes certificates from (Developer Guide, "Requirements for
 * using SSL/TLS certificates with CloudFront"), wherever the rest is.
 */
export const edgeRegion = "us-east-1";

/// Certificates from a certificate authority that speaks ACME (RFC 8555): which apps are due, and
/// the boundary to the authority. Imports the boundaries to store and proxy; only
/// [dev.slipway.acme.Acme4jAuthority] knows acme4j.
@NullMarked
package dev.slipway.acme;

import org.jspecify.annotations.NullMarked;

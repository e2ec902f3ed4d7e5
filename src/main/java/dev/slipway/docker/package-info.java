/// The boundary to the Docker engine, API 1.41 (Docker 20.10) and newer. Nothing else imports
/// docker-java.
@NullMarked
package dev.slipway.docker;

import org.jspecify.annotations.NullMarked;

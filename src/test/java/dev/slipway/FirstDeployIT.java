package dev.slipway;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same, asked of the package that users run.
@QuarkusIntegrationTest
class FirstDeployIT extends FirstDeployTest {}

package dev.slipway.dashboard;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same, asked of the package that users run.
@QuarkusIntegrationTest
class DashboardJourneyIT extends DashboardJourneyTest {}

package dev.slipway.dashboard;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// `dashboard/incident-page.html`.
@CheckedTemplate(basePath = "dashboard", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record IncidentPage(IncidentDetail incident) implements TemplateInstance {}

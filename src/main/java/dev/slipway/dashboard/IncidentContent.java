package dev.slipway.dashboard;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// `dashboard/incident-content.html`: the part of its page that changes.
@CheckedTemplate(basePath = "dashboard", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record IncidentContent(IncidentDetail incident) implements TemplateInstance {}

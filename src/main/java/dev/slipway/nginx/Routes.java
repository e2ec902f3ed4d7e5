package dev.slipway.nginx;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// `nginx/routes.table`: a line for each host, its name and its [Route#line()].
@CheckedTemplate(basePath = "nginx", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record Routes(List<String> routes) implements TemplateInstance {}

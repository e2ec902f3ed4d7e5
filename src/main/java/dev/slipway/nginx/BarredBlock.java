package dev.slipway.nginx;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// `nginx/barred-block.conf`: stands in for the blocks of an app that Nginx refused.
@CheckedTemplate(basePath = "nginx", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record BarredBlock(AppName app, List<String> listens, List<HostName> names)
        implements TemplateInstance {}

/// Incidents reach people: by a webhook, Slack (or what takes its messages) and mail. Hears the
/// pipeline's notices, imports `app`, `config`, `pipeline` and the store's incidents, and is the
/// only one who knows Quarkus' mailer. Nothing waits for it.
@NullMarked
package dev.slipway.notify;

import org.jspecify.annotations.NullMarked;

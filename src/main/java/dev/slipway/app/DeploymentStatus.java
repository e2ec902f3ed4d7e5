package dev.slipway.app;

/// How far a deployment has come. It ends in exactly one of the final ones.
public sealed interface DeploymentStatus {
    /// The name outsiders know.
    String label();

    sealed interface Unfinished extends DeploymentStatus {}

    sealed interface Final extends DeploymentStatus {}

    record Queued() implements Unfinished {
        @Override
        public String label() {
            return "queued";
        }
    }

    /// Fetching the source or building the image.
    record Building() implements Unfinished {
        @Override
        public String label() {
            return "building";
        }
    }

    record Launching() implements Unfinished {
        @Override
        public String label() {
            return "launching";
        }
    }

    record Routing() implements Unfinished {
        @Override
        public String label() {
            return "routing";
        }
    }

    /// What was asked for is in effect: the release serves, or, for a stop, nothing does any more.
    record Live() implements Final {
        @Override
        public String label() {
            return "live";
        }
    }

    record Failed(Failure failure) implements Final {
        @Override
        public String label() {
            return "failed";
        }
    }

    /// Overtaken by a newer deployment of the same app.
    record Superseded(DeploymentId by) implements Final {
        @Override
        public String label() {
            return "superseded";
        }
    }

    /// Ended on purpose.
    ///
    /// @param reason who or what ended it
    record Cancelled(String reason) implements Final {
        @Override
        public String label() {
            return "cancelled";
        }
    }

    /// The status of a deployment that has entered `stage` and is not finished.
    static Unfinished in(Stage stage) {
        return switch (stage) {
            case QUEUE -> new Queued();
            case FETCH, BUILD -> new Building();
            case LAUNCH -> new Launching();
            case ROUTE, RETIRE -> new Routing();
        };
    }
}

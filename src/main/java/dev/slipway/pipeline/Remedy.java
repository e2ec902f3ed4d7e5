package dev.slipway.pipeline;

/// How a lost instance is brought back.
public enum Remedy {
    /// What is missing is given back: started, unpaused, connected, made anew if it is gone.
    REVIVE("brought back"),
    /// Its processes run and are of no use: they are killed first.
    RESTART("killed and started again"),
    /// The same, unless it answers well by now.
    RESTART_IF_SICK("killed and started again"),
    /// Nothing else has helped: it gets another container.
    REPLACE("replaced by a new container");

    private final String label;

    Remedy(String label) {
        this.label = label;
    }

    /// For people, in the past.
    public String label() {
        return label;
    }
}

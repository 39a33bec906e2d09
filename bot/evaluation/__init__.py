"""How good the answers are: measures, the product's own question set, baselines, ablation, and the scoreboard."""

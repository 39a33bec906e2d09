"""What joins the dialogue with people: tickets handed over to the staff, and pauses. Pure: no store, no channel."""

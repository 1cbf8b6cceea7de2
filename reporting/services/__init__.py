"""Use cases: (session, actor, …) → plain result. They never see a request."""

"""Events and routes as static pages."""

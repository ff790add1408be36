"""Made-up work in the amount of a large organisation, to see how the product behaves with it: `seed_scale`."""

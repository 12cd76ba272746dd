"""Numbers at the limits of what a chart can show."""

from hypothesis import strategies as st

awkward = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True),
    st.sampled_from(
        [0.0, -0.0, 1e300, -1e300, 1.7976931348623157e308, -1.7976931348623157e308, 5e-324, 1.0, 1.0 + 1e-15]
    ),
    st.integers(-5, 5).map(float),
)

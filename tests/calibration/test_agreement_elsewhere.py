"""The figures of agreement are those that pingouin, statsmodels and SciPy give."""

import math

import matplotlib as mpl
import numpy as np
import pandas as pd
import pingouin
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from kiosk.calibration.agreement import bland_altman, grade_agreement, proportion, reliability
from kiosk.calibration.quantiles import f, incomplete_beta, student_t
from kiosk.pelvis.tilt import Grade
from tests.calibration.tables import JUDGED, LARGE_WRIGHT, LARGE_WRIGHT_AGAIN, MINI_WRIGHT

CLOSE = 1e-6
METERS = [list(pair) for pair in zip(LARGE_WRIGHT, MINI_WRIGHT, strict=True)]
AGAIN = [list(pair) for pair in zip(LARGE_WRIGHT, LARGE_WRIGHT_AGAIN, strict=True)]


@pytest.fixture(autouse=True)
def _without_a_screen_or_rounding(monkeypatch):
    mpl.use("Agg")
    monkeypatch.setitem(pingouin.options, "round.column.CI95", None)


def drawn(kiosk, reference):
    """Lines and bands of pingouin's Bland-Altman plot: the mean, the upper and the lower limit."""
    axes = Figure().subplots()
    pingouin.plot_blandaltman(np.array(kiosk), np.array(reference), ax=axes)
    lines = [float(line.get_ydata()[0]) for line in axes.get_lines()]
    bands = [(band.get_y(), band.get_y() + band.get_height()) for band in axes.patches]
    return lines, bands


def test_bias_and_limits_are_pingouins():
    lines, bands = drawn(LARGE_WRIGHT, MINI_WRIGHT)
    found = bland_altman(LARGE_WRIGHT, MINI_WRIGHT)
    ours = [found.bias_deg, found.upper_deg, found.lower_deg]
    assert [figure.value for figure in ours] == pytest.approx(lines, abs=CLOSE)
    assert [(figure.low, figure.high) for figure in ours] == [
        pytest.approx(band, abs=CLOSE) for band in bands
    ]


def test_the_interval_of_the_bias_is_statsmodels():
    differences = np.subtract(LARGE_WRIGHT, MINI_WRIGHT)
    described = sm.stats.DescrStatsW(differences)
    found = bland_altman(LARGE_WRIGHT, MINI_WRIGHT)
    assert (found.bias_deg.low, found.bias_deg.high) == pytest.approx(
        described.tconfint_mean(0.05), abs=CLOSE
    )
    assert found.sd_deg == pytest.approx(math.sqrt(described.var_ddof(1)), abs=CLOSE)


def test_the_proportional_bias_is_the_regression_of_pingouin_and_statsmodels():
    differences, means = np.subtract(LARGE_WRIGHT, MINI_WRIGHT), np.add(LARGE_WRIGHT, MINI_WRIGHT) / 2
    found = bland_altman(LARGE_WRIGHT, MINI_WRIGHT).slope
    regressed = sm.OLS(differences, sm.add_constant(means)).fit()
    ours = (found.value, found.low, found.high)
    assert ours == pytest.approx((regressed.params[1], *regressed.conf_int()[1]), abs=CLOSE)
    line = pingouin.linear_regression(means, differences).iloc[1]
    assert found.value == pytest.approx(line["coef"], abs=CLOSE)


@pytest.mark.parametrize("table", [JUDGED, METERS, AGAIN], ids=["judges", "two meters", "one meter twice"])
def test_the_intraclass_correlation_and_its_interval_are_pingouins(table):
    long = pd.DataFrame(table).melt(ignore_index=False, var_name="judge", value_name="score").reset_index()
    elsewhere = pingouin.intraclass_corr(long, targets="index", raters="judge", ratings="score")
    single = elsewhere.set_index("Type").loc["ICC(A,1)"]
    found = reliability(table).icc
    assert found.value == pytest.approx(single["ICC"], abs=CLOSE)
    assert (found.low, found.high) == pytest.approx(tuple(single["CI95"]), abs=CLOSE)


@pytest.mark.parametrize("table", [JUDGED, METERS], ids=["judges", "two meters"])
def test_the_error_of_measurement_is_that_of_statsmodels_analysis_of_variance(table):
    long = pd.DataFrame(table).melt(ignore_index=False, var_name="judge", value_name="score").reset_index()
    model = sm.formula.ols("score ~ C(index) + C(judge)", long).fit()
    square = sm.stats.anova_lm(model)["mean_sq"]
    between = max(square["C(judge)"] - square["Residual"], 0) / len(table)
    assert reliability(table).sem_deg == pytest.approx(math.sqrt(square["Residual"] + between), abs=CLOSE)


GRADES = st.lists(st.tuples(st.sampled_from(Grade), st.sampled_from(Grade)), min_size=1, max_size=40)


@given(GRADES)
def test_kappa_is_that_of_statsmodels(graded):
    kiosk, true = zip(*graded, strict=True)
    found = grade_agreement(kiosk, true)
    if found.kappa is None:
        assert len(set(kiosk) | set(true)) == 1
    else:
        elsewhere = cohens_kappa(np.array(found.confusion), wt="linear", return_results=False)
        assert found.kappa.value == pytest.approx(elsewhere, abs=CLOSE)


def test_the_interval_of_kappa_is_that_of_people_drawn_by_scipy():
    table = np.array([[20, 5, 1], [4, 12, 4], [1, 3, 10]])
    cells = [(true, kiosk) for true in range(3) for kiosk in range(3) for _ in range(table[true, kiosk])]
    true, kiosk = np.array(cells).T
    grades = list(Grade)
    found = grade_agreement([grades[at] for at in kiosk], [grades[at] for at in true]).kappa

    def kappa(drawn_true, drawn_kiosk):
        counts = np.zeros((3, 3))
        np.add.at(counts, (drawn_true, drawn_kiosk), 1)
        return cohens_kappa(counts, wt="linear", return_results=False)

    elsewhere = stats.bootstrap(
        (true, kiosk),
        kappa,
        paired=True,
        vectorized=False,
        n_resamples=2000,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    # Two draws of 2000 differ in their 2.5th percentile by about 0.01.
    assert found is not None
    assert (found.low, found.high) == pytest.approx((elsewhere.low, elsewhere.high), abs=0.03)


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_share_is_bounded_as_by_statsmodels(count, more):
    found = proportion(count, count + more)
    elsewhere = proportion_confint(count, count + more, method="wilson")
    assert (found.low, found.high) == pytest.approx(elsewhere, abs=CLOSE)


@given(st.floats(0.01, 0.99), st.floats(1, 300))
def test_quantiles_of_t_are_scipys(probability, freedom):
    expected = stats.t.ppf(probability, freedom)
    assert student_t(probability, freedom) == pytest.approx(expected, rel=1e-8, abs=1e-7)


@given(st.floats(0.01, 0.99), st.floats(1, 100), st.floats(1, 100))
def test_quantiles_of_f_are_scipys(probability, above, below):
    assert f(probability, above, below) == pytest.approx(stats.f.ppf(probability, above, below), rel=1e-7)


@given(st.floats(0, 1), st.floats(0.1, 100), st.floats(0.1, 100))
def test_the_incomplete_beta_function_is_scipys(x, a, b):
    assert incomplete_beta(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-10)

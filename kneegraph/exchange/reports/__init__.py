"""Reports on drafts in the forms that others read: JSON, GitHub's annotations, SARIF, reviewdog's format, an HTML page."""

from kneegraph.exchange.reports.forms import finding_form, report_form

__all__ = ["finding_form", "report_form"]

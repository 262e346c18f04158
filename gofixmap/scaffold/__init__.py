"""Files that a service gets once: alerts and a dashboard, and a workflow that keeps leaks out."""

from gofixmap.scaffold.ci import workflow
from gofixmap.scaffold.monitoring import monitoring

__all__ = ["monitoring", "workflow"]

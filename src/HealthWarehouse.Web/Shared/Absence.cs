namespace HealthWarehouse.Web.Shared;

/// <summary>Why a figure is not there, or not there wholly; each has a mark of its own.</summary>
public enum Absence { NotSent, NotDue, Running, Unknown, Zero, Hidden, NotApplicable }

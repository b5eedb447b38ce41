namespace HealthWarehouse.Web.Shared;

/// <summary>The life of a report, from its draft to its publication, and what may be wrong with it.</summary>
public enum ChipKind { Draft, Sent, Returned, UnitApproved, Accepted, Locked, Published, Late, NotDue, NotSent }

namespace HealthWarehouse.Concepts;

/// <summary>How bad a finding is: an error makes the record not valid, a warning asks for a look, info only tells.</summary>
public enum Severity { Info = 1, Warning = 2, Error = 3 }

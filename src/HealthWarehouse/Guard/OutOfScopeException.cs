using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard;

/// <summary>Something was asked for by name that the viewer does not see: that is refused in words, not answered with nothing.</summary>
public sealed class OutOfScopeException(string words) : RefusedException(words);

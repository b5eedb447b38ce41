namespace HealthWarehouse.Concepts;

/// <summary>
/// What somebody asked, typed or sent cannot be taken, in words for them. Nothing else is told as a person's fault: an exception of the
/// platform is one of ours, kept in the log.
/// </summary>
public class RefusedException(string words, Exception? inner = null) : Exception(words, inner);

namespace MarginFunctions.Infra.Tests.Support;

/// <summary>Asserts that nothing is wrong, and shows the whole of what is: xunit's own assertions cut long words short.</summary>
internal static class Complaints
{
    public static void None<T>(IEnumerable<T> complaints)
        where T : notnull
    {
        var lines = complaints.Select(complaint => complaint.ToString()).ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }
}

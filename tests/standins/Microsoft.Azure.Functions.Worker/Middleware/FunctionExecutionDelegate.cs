namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Stand-in; shape from Microsoft.Azure.Functions.Worker (azure-functions-dotnet-worker).</summary>
public delegate Task FunctionExecutionDelegate(FunctionContext context);

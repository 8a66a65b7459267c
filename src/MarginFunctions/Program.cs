using MarginFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddMarginEngine(builder.Configuration);
using var app = builder.Build();
await app.RunAsync();

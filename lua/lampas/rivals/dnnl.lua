--- The C interface of oneDNN, as far as layers need it: memories, primitives, and plans that run one from plain tensors.
--
-- Versions 2 and 3 differ in how tensors and operations are described: lampas.rivals.dnnl2 and dnnl3 know that. Constants are those of the
-- library's public headers. Several libraries can be open at once.
local ffi = require 'ffi'

ffi.cdef [[
typedef struct { int arg; void *memory; } lampas_dnnl_arg;
typedef struct { int major, minor, patch; const char *hash; unsigned cpu_runtime, gpu_runtime; } lampas_dnnl_version;

const lampas_dnnl_version *dnnl_version(void);
int dnnl_engine_create(void **engine, int kind, size_t index);
int dnnl_stream_create(void **stream, void *engine, unsigned flags);
int dnnl_stream_wait(void *stream);
int dnnl_memory_desc_equal(const void *a, const void *b);
size_t dnnl_memory_desc_get_size(const void *md);
int dnnl_memory_create(void **memory, const void *md, void *engine, void *handle);
int dnnl_memory_destroy(void *memory);
int dnnl_primitive_desc_destroy(void *pd);
const void *dnnl_primitive_desc_query_md(const void *pd, int what, int index);
int dnnl_primitive_create(void **primitive, const void *pd);
int dnnl_primitive_destroy(void *primitive);
int dnnl_primitive_execute(const void *primitive, void *stream, int n, const lampas_dnnl_arg *args);
int dnnl_reorder_primitive_desc_create(void **pd, const void *from, void *from_engine, const void *to, void *to_engine, const void *attr);
]]

local dnnl = {}

local DIALECTS = { [2] = 'lampas.rivals.dnnl2', [3] = 'lampas.rivals.dnnl3' }

local CPU, IN_ORDER, OPENMP = 1, 1, 2 -- kinds of engine, stream and threads

-- What an argument of a primitive is called when it runs, and by which number its descriptor is asked for.
local ARGS = {
   src = { 1, 129 }, dst = { 17, 133 }, weights = { 33, 131 }, bias = { 41 }, workspace = { 64, 135 },
   mean = { 49 }, variance = { 50 }, scale = { 51 }, shift = { 52 }, diff_scale = { 255 }, diff_shift = { 256 },
   diff_src = { 129, 130 }, diff_dst = { 145, 134 }, diff_weights = { 161, 132 }, diff_bias = { 169 },
}

local FLOAT, ANY = 3, 1
local PLAIN = { 2, 3, 4, 5 } -- tags of dense, row-major tensors by number of dimensions

local function must(status)
   if status ~= 0 then
      error(('oneDNN answered with status %d'):format(status), 0)
   end
end

local function handle(make, ...)
   local out = ffi.new 'void *[1]'
   must(make(out, ...))
   return out[0]
end

local Library = {}
Library.__index = Library

local open = {} -- by the name that they were asked for

--- Opens a library.
-- @param name of the file, as the system's loader takes it
-- @return { version, openmp = whether it computes on OpenMP's threads, ours } with the methods below; or nil and why not
function dnnl.open(name)
   if open[name] then
      return open[name]
   end
   local ok, C = pcall(ffi.load, name)
   if not ok then
      return nil, (tostring(C):gsub('%s+', ' '))
   end
   local v = C.dnnl_version()
   if not DIALECTS[v.major] then
      return nil, ('%s is version %d, but 2 and 3 are what this adapter speaks'):format(name, v.major)
   end
   local self = setmetatable({
      C = C, dialect = require(DIALECTS[v.major]), version = ('%d.%d.%d'):format(v.major, v.minor, v.patch), openmp = v.cpu_runtime == OPENMP,
   }, Library)
   local fine, why = pcall(function()
      self.engine = handle(C.dnnl_engine_create, CPU, 0)
      self.stream = handle(C.dnnl_stream_create, self.engine, IN_ORDER)
   end)
   if not fine then
      return nil, why
   end
   open[name] = self
   return self
end

--- Sizes as the library takes them.
function dnnl.dims(list)
   return ffi.new('int64_t[12]', list)
end

--- The descriptor of a dense tensor of float, or with `any` of whatever layout the library likes best.
function Library:describe(size, any)
   local status, md = self.dialect.describe(self.C, #size, dnnl.dims(size), FLOAT, any and ANY or PLAIN[#size])
   must(status)
   return md
end

-- Memory of our own for a descriptor, and where it is aligned.
local function block(C, md)
   local buffer = ffi.new('char[?]', tonumber(C.dnnl_memory_desc_get_size(md)) + 64)
   local start = ffi.cast('char *', buffer)
   return buffer, start + (64 - tonumber(ffi.cast('uintptr_t', start) % 64)) % 64
end

local function step(primitive, list)
   local args = ffi.new('lampas_dnnl_arg[?]', #list)
   for i, one in ipairs(list) do
      args[i - 1].arg, args[i - 1].memory = one[1], one[2]
   end
   return { primitive = primitive, args = args, n = #list }
end

local Plan = {}
Plan.__index = Plan

function Plan:memory(md, address)
   local memory = handle(self.C.dnnl_memory_create, md, self.library.engine, address)
   self.memories[#self.memories + 1] = memory
   return memory
end

function Plan:primitive(pd)
   local primitive = handle(self.C.dnnl_primitive_create, pd)
   self.primitives[#self.primitives + 1] = primitive
   return primitive
end

-- A step that brings data from one memory's layout into another's.
function Plan:reorder(from_md, from, to_md, to)
   local engine = self.library.engine
   local pd = handle(self.C.dnnl_reorder_primitive_desc_create, from_md, engine, to_md, engine, nil)
   local primitive = self:primitive(pd)
   self.C.dnnl_primitive_desc_destroy(pd)
   return step(primitive, { { ARGS.src[1], from }, { ARGS.dst[1], to } })
end

-- The memory of one operand: the tensor's own where the layout is the plain one, else a block and the step that fills or empties it.
function Plan:operand(name, operand)
   local query = ARGS[name][2]
   local wanted = query and self.C.dnnl_primitive_desc_query_md(self.pd, query, 0) or nil
   if not operand.tensor then -- the library's own, such as a pooling's indices
      if not operand.buffer then
         operand.buffer, operand.address = block(self.C, wanted)
      end
      self.held[#self.held + 1] = operand.buffer
      return self:memory(wanted, operand.address)
   end
   local plain = self.library:describe(operand.size)
   local address = operand.tensor:data()
   self.held[#self.held + 1] = operand.tensor
   if not query or self.C.dnnl_memory_desc_equal(plain, wanted) == 1 then
      return self:memory(plain, address)
   end
   local buffer, aligned = block(self.C, wanted)
   self.held[#self.held + 1] = buffer
   local mine, its = self:memory(plain, address), self:memory(wanted, aligned)
   if operand.result then
      table.insert(self.after, self:reorder(wanted, its, plain, mine))
   else
      table.insert(self.before, self:reorder(plain, mine, wanted, its))
   end
   return its
end

--- A primitive with its operands, ready to run.
-- @param name of the operation, and `described`, what it computes, as lampas.rivals.dnnl2 says
-- @param operands by name: { tensor, size (as the library counts dimensions), result = true for what is written }; without a
--    tensor the library's own memory, which `buffer` carries from one plan to another
-- @param forward the plan of the forward pass, for a backward one
-- @return the plan; nil where the library has no implementation
function Library:plan(name, described, operands, forward)
   local out = ffi.new 'void *[1]'
   if self.dialect.operation(self.C, self.engine, name, described, forward and forward.pd, out) ~= 0 then
      return nil
   end
   local plan = setmetatable({
      library = self, C = self.C, pd = out[0], before = {}, after = {}, memories = {}, primitives = {}, held = {},
   }, Plan)
   local list = {}
   for argument, operand in pairs(operands) do
      list[#list + 1] = { ARGS[argument][1], plan:operand(argument, operand) }
   end
   plan.main = step(plan:primitive(plan.pd), list)
   return plan
end

function Plan:execute(one)
   must(self.C.dnnl_primitive_execute(one.primitive, self.library.stream, one.n, one.args))
end

--- Runs a plan: plain tensors in, plain tensors out.
function Plan:run()
   for _, one in ipairs(self.before) do
      self:execute(one)
   end
   self:execute(self.main)
   for _, one in ipairs(self.after) do
      self:execute(one)
   end
   must(self.C.dnnl_stream_wait(self.library.stream))
end

--- Runs the primitive alone, from and to the layouts that it likes best.
function Plan:runPreferred()
   self:execute(self.main)
   must(self.C.dnnl_stream_wait(self.library.stream))
end

--- Gives everything back.
function Plan:close()
   for _, primitive in ipairs(self.primitives) do
      self.C.dnnl_primitive_destroy(primitive)
   end
   for _, memory in ipairs(self.memories) do
      self.C.dnnl_memory_destroy(memory)
   end
   self.C.dnnl_primitive_desc_destroy(self.pd)
end

return dnnl

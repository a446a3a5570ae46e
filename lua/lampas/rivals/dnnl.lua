--- The C interface of oneDNN 2 (libdnnl.so.2), as far as layers need it: memories, primitives, and plans that run one from plain tensors.
--
-- Constants are those of the library's public headers. Descriptors are kept as blocks of bytes: the library fills and reads them.
local ffi = require 'ffi'

ffi.cdef [[
typedef struct { int64_t words[128]; } lampas_dnnl_md;      /* a memory descriptor is smaller: 696 bytes */
typedef struct { int64_t words[1024]; } lampas_dnnl_desc;   /* an operation's descriptor: up to some 6000 bytes */
typedef struct { int arg; void *memory; } lampas_dnnl_arg;
typedef struct { int major, minor, patch; const char *hash; unsigned cpu_runtime, gpu_runtime; } lampas_dnnl_version;

const lampas_dnnl_version *dnnl_version(void);
int dnnl_engine_create(void **engine, int kind, size_t index);
int dnnl_stream_create(void **stream, void *engine, unsigned flags);
int dnnl_stream_wait(void *stream);
int dnnl_memory_desc_init_by_tag(lampas_dnnl_md *md, int ndims, const int64_t *dims, int type, int tag);
int dnnl_memory_desc_equal(const lampas_dnnl_md *a, const lampas_dnnl_md *b);
size_t dnnl_memory_desc_get_size(const lampas_dnnl_md *md);
int dnnl_memory_create(void **memory, const lampas_dnnl_md *md, void *engine, void *handle);
int dnnl_memory_destroy(void *memory);
int dnnl_primitive_desc_create(void **pd, const void *op, const void *attr, void *engine, const void *hint);
int dnnl_primitive_desc_destroy(void *pd);
const lampas_dnnl_md *dnnl_primitive_desc_query_md(const void *pd, int what, int index);
int dnnl_primitive_create(void **primitive, const void *pd);
int dnnl_primitive_destroy(void *primitive);
int dnnl_primitive_execute(const void *primitive, void *stream, int n, const lampas_dnnl_arg *args);
int dnnl_reorder_primitive_desc_create(void **pd, const lampas_dnnl_md *from, void *from_engine, const lampas_dnnl_md *to, void *to_engine,
   const void *attr);
int dnnl_convolution_forward_desc_init(void *desc, int prop, int alg, const lampas_dnnl_md *src, const lampas_dnnl_md *weights,
   const lampas_dnnl_md *bias, const lampas_dnnl_md *dst, const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_convolution_backward_data_desc_init(void *desc, int alg, const lampas_dnnl_md *diff_src, const lampas_dnnl_md *weights,
   const lampas_dnnl_md *diff_dst, const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_convolution_backward_weights_desc_init(void *desc, int alg, const lampas_dnnl_md *src, const lampas_dnnl_md *diff_weights,
   const lampas_dnnl_md *diff_bias, const lampas_dnnl_md *diff_dst, const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_inner_product_forward_desc_init(void *desc, int prop, const lampas_dnnl_md *src, const lampas_dnnl_md *weights,
   const lampas_dnnl_md *bias, const lampas_dnnl_md *dst);
int dnnl_inner_product_backward_data_desc_init(void *desc, const lampas_dnnl_md *diff_src, const lampas_dnnl_md *weights,
   const lampas_dnnl_md *diff_dst);
int dnnl_inner_product_backward_weights_desc_init(void *desc, const lampas_dnnl_md *src, const lampas_dnnl_md *diff_weights,
   const lampas_dnnl_md *diff_bias, const lampas_dnnl_md *diff_dst);
int dnnl_pooling_forward_desc_init(void *desc, int prop, int alg, const lampas_dnnl_md *src, const lampas_dnnl_md *dst,
   const int64_t *strides, const int64_t *kernel, const int64_t *before, const int64_t *after);
int dnnl_pooling_backward_desc_init(void *desc, int alg, const lampas_dnnl_md *diff_src, const lampas_dnnl_md *diff_dst,
   const int64_t *strides, const int64_t *kernel, const int64_t *before, const int64_t *after);
int dnnl_eltwise_forward_desc_init(void *desc, int prop, int alg, const lampas_dnnl_md *data, float alpha, float beta);
int dnnl_eltwise_backward_desc_init(void *desc, int alg, const lampas_dnnl_md *diff, const lampas_dnnl_md *data, float alpha, float beta);
int dnnl_batch_normalization_forward_desc_init(void *desc, int prop, const lampas_dnnl_md *data, float epsilon, unsigned flags);
int dnnl_batch_normalization_backward_desc_init(void *desc, int prop, const lampas_dnnl_md *diff, const lampas_dnnl_md *data, float epsilon,
   unsigned flags);
]]

local dnnl = {
   forward = 64, backward = 128, auto = 3, max = 511, relu = 31, scaleShift = 2,
   --- What an argument of a primitive is called when it runs, and by which number its descriptor is asked for.
   args = {
      src = { 1, 129 }, dst = { 17, 133 }, weights = { 33, 131 }, bias = { 41, nil }, workspace = { 64, 135 },
      mean = { 49, nil }, variance = { 50, nil }, scaleShift = { 33, nil }, diff_scaleShift = { 161, nil },
      diff_src = { 129, 130 }, diff_dst = { 145, 134 }, diff_weights = { 161, 132 }, diff_bias = { 169, nil },
   },
}

local FLOAT, ANY = 3, 1
local PLAIN = { 2, 3, 4, 5 } -- tags of dense, row-major tensors by number of dimensions

local C, engine, stream

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

--- Loads the library: from the environment's LAMPAS_DNNL, or as the system finds libdnnl.so.2.
-- @return its version as text; or nil and why not
function dnnl.load()
   if not C then
      local ok, library = pcall(ffi.load, os.getenv 'LAMPAS_DNNL' or 'libdnnl.so.2')
      if not ok then
         return nil, 'libdnnl.so.2 is not installed'
      end
      local version = library.dnnl_version()
      if version.major ~= 2 then
         return nil, ('version %d is installed, but 2 is what this adapter speaks'):format(version.major)
      end
      C = library
      engine = handle(C.dnnl_engine_create, 1, 0)
      stream = handle(C.dnnl_stream_create, engine, 1)
   end
   local v = C.dnnl_version()
   return ('%d.%d.%d'):format(v.major, v.minor, v.patch)
end

local function dims(list)
   return ffi.new('int64_t[12]', list)
end

dnnl.dims = dims

--- The descriptor of a dense tensor of float, or with `any` of whatever layout the library likes best.
function dnnl.describe(size, any)
   local md = ffi.new 'lampas_dnnl_md'
   must(C.dnnl_memory_desc_init_by_tag(md, #size, dims(size), FLOAT, any and ANY or PLAIN[#size]))
   return md
end

-- A primitive descriptor, nil where the library has no implementation.
local function primitive_desc(desc, hint)
   local out = ffi.new 'void *[1]'
   return C.dnnl_primitive_desc_create(out, desc, nil, engine, hint) == 0 and out[0] or nil
end

-- The number of bytes of a descriptor as memory of our own, aligned.
local function block(md)
   local bytes = tonumber(C.dnnl_memory_desc_get_size(md))
   return ffi.new('char[?]', bytes + 64), bytes
end

local function aligned(buffer)
   local address = ffi.cast('uintptr_t', ffi.cast('char *', buffer))
   return ffi.cast('char *', buffer) + (64 - tonumber(address % 64)) % 64
end

local function execute(step)
   must(C.dnnl_primitive_execute(step.primitive, stream, step.n, step.args))
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
   local memory = handle(C.dnnl_memory_create, md, engine, address)
   self.memories[#self.memories + 1] = memory
   return memory
end

-- A step that brings data from one memory's layout into another's.
function Plan:reorder(from_md, from, to_md, to)
   local pd = handle(C.dnnl_reorder_primitive_desc_create, from_md, engine, to_md, engine, nil)
   local primitive = handle(C.dnnl_primitive_create, pd)
   C.dnnl_primitive_desc_destroy(pd)
   self.primitives[#self.primitives + 1] = primitive
   return step(primitive, { { 1, from }, { 17, to } })
end

-- The memory of one operand: the tensor's own where the layout is the plain one, else a block and the step that fills or empties it.
function Plan:operand(name, operand)
   local query = dnnl.args[name][2]
   local wanted = query and C.dnnl_primitive_desc_query_md(self.pd, query, 0) or nil
   if not operand.tensor then -- the library's own, such as a pooling's indices
      local buffer = operand.buffer or block(wanted)
      operand.buffer = buffer
      self.held[#self.held + 1] = buffer
      return self:memory(wanted, aligned(buffer))
   end
   local plain = dnnl.describe(operand.size)
   local address = operand.tensor:data()
   self.held[#self.held + 1] = operand.tensor
   if not query or C.dnnl_memory_desc_equal(plain, wanted) == 1 then
      return self:memory(plain, address)
   end
   local buffer = block(wanted)
   self.held[#self.held + 1] = buffer
   local mine, its = self:memory(plain, address), self:memory(wanted, aligned(buffer))
   if operand.result then
      table.insert(self.after, self:reorder(wanted, its, plain, mine))
   else
      table.insert(self.before, self:reorder(plain, mine, wanted, its))
   end
   return its
end

--- A primitive with its operands, ready to run.
-- @param desc an operation's descriptor, filled
-- @param operands by name (dnnl.args): { tensor, size (as the library counts dimensions), result = true for what is written }; without a
--    tensor the library's own memory, which `buffer` may carry from one plan to another
-- @param forward the plan of the forward pass, for a backward one
-- @return the plan; nil where the library has no implementation
function dnnl.plan(desc, operands, forward)
   local pd = primitive_desc(desc, forward and forward.pd)
   if not pd then
      return nil
   end
   local plan = setmetatable({ pd = pd, before = {}, after = {}, memories = {}, primitives = {}, held = { desc } }, Plan)
   local list = {}
   for name, operand in pairs(operands) do
      list[#list + 1] = { dnnl.args[name][1], plan:operand(name, operand) }
   end
   local primitive = handle(C.dnnl_primitive_create, pd)
   plan.primitives[#plan.primitives + 1] = primitive
   plan.main = step(primitive, list)
   return plan
end

--- Runs a plan: plain tensors in, plain tensors out.
function Plan:run()
   for _, one in ipairs(self.before) do
      execute(one)
   end
   execute(self.main)
   for _, one in ipairs(self.after) do
      execute(one)
   end
   must(C.dnnl_stream_wait(stream))
end

--- Runs the primitive alone, from and to the layouts that it likes best.
function Plan:runPreferred()
   execute(self.main)
   must(C.dnnl_stream_wait(stream))
end

--- Whether operands are brought into other layouts.
function Plan:reorders()
   return #self.before + #self.after > 0
end

--- Gives everything back.
function Plan:close()
   for _, primitive in ipairs(self.primitives) do
      C.dnnl_primitive_destroy(primitive)
   end
   for _, memory in ipairs(self.memories) do
      C.dnnl_memory_destroy(memory)
   end
   C.dnnl_primitive_desc_destroy(self.pd)
end

--- A filled descriptor: dnnl.init('convolution_forward', …) calls dnnl_convolution_forward_desc_init.
function dnnl.init(name, ...)
   local desc = ffi.new 'lampas_dnnl_desc'
   must(C['dnnl_' .. name .. '_desc_init'](desc, ...))
   return desc
end

return dnnl
